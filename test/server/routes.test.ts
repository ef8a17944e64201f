import pino from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { version } from '../../src/version.ts'

const log = pino({ level: 'silent' })
const config = readConfig({ ephemeral: true, port: '0' }, {})
const server = await startServer({ config, log })
afterAll(() => server.close())

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.endpoint}${path}`, { headers })

describe('health', () => {
  it('is told in our form and in LocalStack’s', async () => {
    const own = await get('/_twinlock/health')
    expect(own.status).toBe(200)
    expect(await own.json()).toEqual({ status: 'ok', version, database: { kind: 'sqlite', status: 'available' } })
    const theirs = await get('/_localstack/health')
    expect(theirs.status).toBe(200)
    const services = { iam: 'running', sts: 'running' }
    expect(await theirs.json()).toEqual({ services, edition: 'twinlock', version })
  })

  it.each([
    ['fails', () => Promise.reject(new Error('gone'))],
    ['never comes back', () => new Promise<void>(() => {})],
  ])('is 503 when the database %s', async (_, ping) => {
    const storage = { ...(await openSqlite({ memory: true })), ping }
    const broken = await startServer({ config, log, storage })
    try {
      const responses = await Promise.all(
        ['/_twinlock/health', '/_localstack/health'].map((path) => fetch(`${broken.endpoint}${path}`)),
      )
      expect(responses.map(({ status }) => status)).toEqual([503, 503])
    } finally {
      await broken.close()
    }
  })
})

describe('a browser', () => {
  it('is led to the console', async () => {
    const headers = { Accept: 'text/html,application/xhtml+xml' }
    const response = await fetch(server.endpoint, { headers, redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/console'])
  })

  it.each([
    ['/', 'application/xml'],
    ['/?Action=GetCallerIdentity&Version=2011-06-15', 'text/html'],
  ])('is not what asks for %s with %s', async (path, accept) => {
    // What AWS answers may be a redirect to its own site.
    const response = await fetch(server.endpoint + path, { headers: { Accept: accept }, redirect: 'manual' })
    expect(response.headers.get('location')).not.toBe('/console')
  })
})

describe('paths of ours', () => {
  it('are 404 when they do not exist', async () => {
    const response = await get('/_twinlock/none')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'There is no GET /_twinlock/none' })
  })
})
