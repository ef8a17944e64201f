import { expect, it } from 'vitest'
import { accountId, describeTwinlock, type TestServer } from '../twinlock.ts'
import { Browser, problemOf } from './browser.ts'
import { createPerson, password } from './people.ts'

function attempts(server: TestServer, address: string) {
  const browser = new Browser(server)
  return (userName: string, secret = 'wrong') =>
    browser.post('/signin/password', { account: accountId, userName, password: secret }, { 'X-Forwarded-For': address })
}

async function countRows({ storage }: TestServer, table: 'audit_events' | 'sign_in_attempts'): Promise<number> {
  const row = await storage.read((queries) =>
    queries
      .selectFrom(table)
      .select((eb) => eb.fn.countAll().as('rows'))
      .executeTakeFirstOrThrow(),
  )
  return Number(row.rows)
}

describeTwinlock(
  'An address that has used up its attempts',
  (server) => {
    it('uses up those of no more names, and leaves no rows', { timeout: 60_000 }, async () => {
      const { userName } = await createPerson(server)
      const guess = attempts(server, '192.0.2.1')
      for (let name = 0; name < 20; name++) {
        await Promise.all(Array.from({ length: 5 }, () => guess(`nobody-${name}`)))
      }
      const first = await guess('nobody-0')
      expect(problemOf(first)).toEqual(['TooManyAttempts', 429])

      const before = [await countRows(server, 'audit_events'), await countRows(server, 'sign_in_attempts')]
      for (const name of [...Array(12).fill(userName), ...Array(12).fill('nobody-20'), 'nobody-21', 'nobody-22']) {
        expect(problemOf(await guess(name))).toEqual(['TooManyAttempts', 429])
      }
      expect([await countRows(server, 'audit_events'), await countRows(server, 'sign_in_attempts')]).toEqual(before)
      expect((await attempts(server, '192.0.2.2')(userName, password)).content).toEqual({ step: 'done' })
    })
  },
  { trustProxy: true },
)
