/** What becomes of events while they wait, and when they are old. */
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { AuditLog } from '../../src/audit/audit-log.ts'
import { type AuditEvent, makeEvent } from '../../src/audit/event.ts'
import { newTimeOrderedId } from '../../src/identity/time-ordered-id.ts'
import { insertAuditEvents, lookUpAuditEvents } from '../../src/storage/audit-events.ts'
import type { Storage } from '../../src/storage/database.ts'
import { describeEachDatabase, sqlite } from '../databases.ts'
import { insertAccount } from '../storage/conformance.ts'
import { administer, createUser, FrozenClock, startTwinlock } from '../twinlock.ts'

const day = 86_400

describeEachDatabase('The audit log', (create) => {
  async function begin(retentionDays = 90) {
    const storage = await (await create()).open()
    await storage.transaction(insertAccount)
    const accountId = await storage.read(async (queries) => {
      const account = await queries.selectFrom('accounts').select('account_id').executeTakeFirstOrThrow()
      return account.account_id
    })
    const lines: string[] = []
    const database = { isDown: false }
    const transaction: Storage['transaction'] = async (work) => {
      if (database.isDown) throw new Error('The disk is full')
      return storage.transaction(work)
    }
    const clock = new FrozenClock()
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
    const options = { accountId, storage: { ...storage, transaction }, clock, log, retentionDays, recordsReads: false }
    const auditLog = new AuditLog({ ...options, refusalsPerMinute: 100 })
    const count = async () =>
      storage.read(async (queries) => (await queries.selectFrom('audit_events').select('event_id').execute()).length)
    const event = (name = 'Try') => eventOf(accountId, clock, name)
    return { storage, auditLog, clock, count, event, lines, database, accountId }
  }

  it('keeps events while the database refuses them, and writes them once it does not', async () => {
    const { auditLog, count, event, lines, database, storage } = await begin()
    database.isDown = true
    for (let index = 0; index < 600; index++) auditLog.add(event())
    await auditLog.flush()
    expect(lines.some((line) => line.includes('"level":40') && line.includes('could not be written yet'))).toBe(true)
    expect(await count()).toBe(0)
    database.isDown = false
    await auditLog.flush()
    expect(await count()).toBe(600)
    await auditLog.close()
    await storage.close()
  })

  it('forgets the oldest of too many, and says how many', async () => {
    const { auditLog, event, lines, database, storage, accountId } = await begin()
    database.isDown = true
    for (let index = 0; index < 5003; index++) auditLog.add(event(`E${index}`))
    database.isDown = false
    await auditLog.flush()
    expect(lines.filter((line) => line.includes('"dropped":3'))).toHaveLength(1)
    const question = { accountId, from: undefined, to: undefined, after: undefined, limit: 1 }
    for (const [value, found] of [
      ['E2', 0],
      ['E3', 1],
      ['E5002', 1],
    ] as const) {
      const attribute = { column: 'event_name', value } as const
      const { rows } = await storage.read((queries) => lookUpAuditEvents(queries, { ...question, attribute }))
      expect(rows).toHaveLength(found)
    }
    await auditLog.close()
    await storage.close()
  })

  it('deletes events when they are old enough, however many there are, or never', async () => {
    const { auditLog, clock, count, event, storage } = await begin(90)
    for (let index = 0; index < 1200; index++) auditLog.add(event())
    await auditLog.flush()
    clock.advance(90 * day)
    auditLog.add(event())
    await auditLog.flush()
    expect(await count()).toBe(1201)
    clock.advance(day)
    await auditLog.flush()
    expect(await count()).toBe(1)
    await auditLog.close()
    await storage.close()
  })

  it('deletes nothing with a retention of 0 days', async () => {
    const { auditLog, clock, count, event, storage } = await begin(0)
    auditLog.add(event())
    clock.advance(10_000 * day)
    await auditLog.flush()
    expect(await count()).toBe(1)
    await auditLog.close()
    await storage.close()
  })

  it.each([
    ['what an index has', { column: 'user_name', value: 'ada' }, 50_050],
    ['resources', { column: 'resources', value: ',"rare_"]' }, 10_050],
  ] as const)(
    'searches far back for %s, a part at a time',
    async (_, attribute, count) => {
      const { storage, event, accountId, auditLog } = await begin()
      const plain = event()
      const rare = {
        ...event(),
        user_name: 'ada',
        resources: '[["AWS::IAM::User","rare_"],["AWS::IAM::Role","x"]]',
      }
      const rows = Array.from({ length: count }, () => ({ ...plain, event_id: newTimeOrderedId(plain.event_time) }))
      await storage.transaction((queries) => insertAuditEvents(queries, [rare, ...rows]))
      const search = (after: string | undefined) =>
        storage.read((queries) =>
          lookUpAuditEvents(queries, { accountId, from: undefined, to: undefined, limit: 10, attribute, after }),
        )
      const first = await search(undefined)
      expect(first.rows).toEqual([])
      const second = await search(first.next)
      expect(second).toEqual({ rows: [rare], next: undefined })
      await auditLog.close()
      await storage.close()
    },
    60_000,
  )
})

function eventOf(accountId: string, clock: FrozenClock, eventName: string): AuditEvent {
  const request = { sourceIp: '192.0.2.1', isSecure: false, userAgent: undefined }
  return makeEvent(
    { accountId, request, now: new Date(clock.now()) },
    {
      eventSource: 'iam.amazonaws.com',
      eventName,
      eventType: 'AwsApiCall',
      readOnly: false,
      region: 'us-east-1',
      userIdentity: {},
      userName: undefined,
      accessKeyId: undefined,
      error: undefined,
      requestParameters: null,
      responseElements: null,
      resources: [],
    },
  )
}

describe('a server that is stopped', () => {
  it('has written all that waited', async () => {
    const database = await sqlite.create()
    const first = await startTwinlock(database)
    const user = await createUser(first)
    await user.iam.listUsers({}).catch(() => {})
    await first.close()
    const second = await startTwinlock(database)
    const question = { lookupAttribute: { key: 'EventName', value: 'ListUsers' } }
    expect(JSON.parse((await administer(second, 'lookup-events', question)).body).events).toHaveLength(1)
    await second.close()
    await database.destroy()
  })
})

describe('ids of events', () => {
  it('sort by time, and as they were made within a millisecond', () => {
    const ids = [5, 5, 5, 6, 1e12, 1e12, 2 ** 48 - 1].map((time) => newTimeOrderedId(time))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  })

  it('sort so for each of two servers of one process whose clocks stand still', () => {
    const pairs = Array.from({ length: 20 }, () => [newTimeOrderedId(5), newTimeOrderedId(7)] as const)
    const ofOne = pairs.map(([id]) => id)
    expect(ofOne.toSorted()).toEqual(ofOne)
  })
})
