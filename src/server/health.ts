import { jsonResponse } from '../http/json.ts'
import type { HttpResponse } from '../http/message.ts'
import type { Storage } from '../storage/database.ts'
import { version } from '../version.ts'
import type { App } from './app.ts'

/** A database that takes longer is of no use to a client, and an orchestrator's own probe gives up about then. */
const pingMilliseconds = 2000

/** For load balancers and orchestrators: 503 while the database does not answer. */
export async function checkHealth({ storage, log }: App): Promise<HttpResponse> {
  const isAvailable = await answersInTime(storage, log)
  const database = { kind: storage.dialect, status: isAvailable ? 'available' : 'unavailable' }
  return jsonResponse(isAvailable ? 200 : 503, { status: isAvailable ? 'ok' : 'unavailable', version, database })
}

/** The form in which scripts that were written for LocalStack wait for a service. */
export async function checkLocalstackHealth({ storage, log }: App): Promise<HttpResponse> {
  const isAvailable = await answersInTime(storage, log)
  const state = isAvailable ? 'running' : 'error'
  return jsonResponse(isAvailable ? 200 : 503, { services: { iam: state, sts: state }, edition: 'twinlock', version })
}

async function answersInTime(storage: Storage, log: App['log']): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time')), pingMilliseconds)
  })
  try {
    await Promise.race([storage.ping(), timeout])
    return true
  } catch (error) {
    log.warn({ err: error }, 'Health check: the database is not available')
    return false
  } finally {
    clearTimeout(timer)
  }
}
