import { expect, it } from 'vitest'
import { start } from '../../src/testing/start.ts'

const handles = () => process.getActiveResourcesInfo().filter((name) => /TCP|FSReq|Timeout/.test(name)).length

it('a thousand servers that were started and stopped leave nothing behind', { timeout: 180_000 }, async () => {
  const cycle = async () => {
    const server = await start({ clock: 'frozen' })
    await server.stop()
  }
  for (let count = 0; count < 100; count++) await cycle()
  globalThis.gc?.()
  const before = { handles: handles(), memory: process.memoryUsage().rss }
  for (let count = 0; count < 1000; count++) await cycle()
  globalThis.gc?.()
  expect(handles()).toBeLessThanOrEqual(before.handles + 2)
  // A server that stayed would keep some hundred kilobytes.
  expect(process.memoryUsage().rss - before.memory).toBeLessThan(100 * 1024 * 1024)
})
