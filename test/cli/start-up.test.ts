/**
 * How long commands take to start, as ratios to a Node that does nothing: they hold on a slow or busy machine as well. Where
 * Node takes 40 ms, the limits are 100 ms for `--version`, 140 ms for the session that `credential-process` has, and 400 ms for
 * a command that asks the server.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { createSessionDirectory, sessionFileOf, writeSession } from '../../src/cli/session/cache.ts'
import { findSource } from '../../src/cli/session/source.ts'
import { startLocalServer, variablesFor } from './aws/server.ts'
import { executable, temporaryDirectory } from './twinlock-process.ts'

const rounds = 7

it('start-up costs little more than that of Node', { timeout: 120_000 }, async () => {
  const server = await startLocalServer()
  const variables = { ...variablesFor(server.endpoint), XDG_CACHE_HOME: temporaryDirectory() }
  const measure = async (...args: readonly string[]): Promise<number> => {
    const start = performance.now()
    const [code] = await once(spawn(process.execPath, args, { env: variables, stdio: 'ignore' }), 'exit')
    expect(code).toBe(0)
    return performance.now() - start
  }
  await keepSession(variables)
  const commands = {
    node: ['-e', '0'],
    version: [executable, '--version'],
    session: [executable, 'credential-process'],
    users: [executable, 'iam', 'list-users'],
  }
  const times = { node: [] as number[], version: [] as number[], session: [] as number[], users: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['node', 'version', 'session', 'users'] as const) {
      const time = await measure(...commands[name])
      // The first round fills the cache of compiled modules.
      if (round > 0) times[name].push(time)
    }
  }
  await server.close()
  const node = median(times.node)
  expect(median(times.version) / node).toBeLessThan(2.5)
  expect(median(times.session) / node).toBeLessThan(3.5)
  expect(median(times.users) / node).toBeLessThan(10)
})

/** One that lasts for another hour. */
async function keepSession(variables: Record<string, string>): Promise<void> {
  const file = sessionFileOf(await findSource({}, variables), variables)
  createSessionDirectory(file)
  const Expiration = new Date(Date.now() + 3_600_000).toISOString()
  writeSession(file, { Version: 1, AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't', Expiration })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
