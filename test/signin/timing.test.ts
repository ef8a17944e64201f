import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { describeTwinlock } from '../twinlock.ts'
import { createPerson, showPassword } from './people.ts'

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

describeTwinlock(
  'The time of an attempt to sign in',
  (server) => {
    it('is the same for a name that nobody has as for a wrong password', async () => {
      const { userName, browser } = await createPerson(server)
      const time = async (name: string) => {
        const start = performance.now()
        const answer = await showPassword(browser, name, 'wrong')
        expect(answer.status).toBe(401)
        return performance.now() - start
      }
      const known: number[] = []
      const unknown: number[] = []
      // One after the other, so that whatever else the machine does falls on both.
      for (let round = 0; round < 24; round++) {
        if (round % 8 === 0) server.clock.advance(180)
        known.push(await time(userName))
        unknown.push(await time('nobody-of-that-name'))
      }
      const ratio = median(known) / median(unknown)
      // Without the same work the ratio is above 3.
      expect(ratio).toBeGreaterThan(0.6)
      expect(ratio).toBeLessThan(1.7)
    })
  },
  { kinds: [sqliteInMemory] },
)
