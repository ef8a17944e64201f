import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { start } from '../../src/testing/start.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const heapUsed = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
const handles = () => process.getActiveResourcesInfo().filter((name) => /TCP|FSReq|Timeout/.test(name)).length

it('a thousand servers that were started and stopped leave nothing behind', { timeout: 180_000 }, async () => {
  const cycle = async () => {
    const servers = await Promise.all(Array.from({ length: 10 }, () => start({ clock: 'frozen' })))
    await Promise.all(servers.map((server) => server.stop()))
  }
  for (let count = 0; count < 5; count++) await cycle()
  const before = { handles: handles(), heap: heapUsed() }
  for (let count = 0; count < 100; count++) await cycle()
  expect(handles()).toBeLessThanOrEqual(before.handles + 2)
  // One that stayed would keep some hundred kilobytes.
  expect((heapUsed() - before.heap) / 1000).toBeLessThan(5_000)
})
