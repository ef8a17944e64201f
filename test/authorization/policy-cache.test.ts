/** What is remembered of policies is one state of the account, that was committed, however requests and changes race. */
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { beginChange } from '../../src/storage/accounts.ts'
import { postgres, sqlite } from '../databases.ts'
import { accountId, createUser, describeTwinlock, errorOf, type TestServer, type TestUser } from '../twinlock.ts'
import { describeNodes, outcomeOf, policy } from './nodes.ts'

const allowed = policy('iam:List*')
const denied = policy('iam:ListUsers', { Effect: 'Deny' })
const listUsers = ({ iam }: Pick<TestUser, 'iam'>) => iam.listUsers({ MaxItems: 1 })

/** A user who is allowed to list users but for a deny, in a managed policy; and the same deny as an inline policy. */
async function createDenied(server: TestServer) {
  const user = await createUser(server, undefined, null)
  const UserName = user.userName
  await server.iam.putUserPolicy({ UserName, PolicyName: 'allows', PolicyDocument: allowed })
  const { Policy } = await server.iam.createPolicy({ PolicyName: `denies-${UserName}`, PolicyDocument: denied })
  const attachment = { UserName, PolicyArn: Policy?.Arn ?? '' }
  await server.iam.attachUserPolicy(attachment)
  const inline = { UserName, PolicyName: 'denies' }
  return { user, attachment, inline, policyId: Policy?.PolicyId ?? '' }
}

describeNodes('A deny that moves to another policy and back', (nodes) => {
  it('is never missed by the requests that run meanwhile', async () => {
    const [first] = nodes
    if (!first) throw new Error('There is no server')
    const { user, attachment, inline } = await createDenied(first)
    let isMoving = true
    const move = async () => {
      for (let round = 0; round < 10; round++) {
        await first.iam.putUserPolicy({ ...inline, PolicyDocument: denied })
        await first.iam.detachUserPolicy(attachment)
        await first.iam.attachUserPolicy(attachment)
        await first.iam.deleteUserPolicy(inline)
      }
      isMoving = false
    }
    const outcomes = new Map<string, number>()
    const ask = async (node: TestServer) => {
      const clients = node.as(user.credentials)
      do {
        const outcome = await outcomeOf(listUsers(clients))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      } while (isMoving)
    }
    const asking = Array.from({ length: 200 }, (_, index) => ask(nodes[index % nodes.length] ?? first))
    await Promise.all([move(), ...asking])
    expect([...outcomes.keys()]).toEqual(['AccessDenied'])
  }, 120_000)
})

describeTwinlock(
  'A deny that moves between two queries of one request',
  (server) => {
    it('is found', async () => {
      const { user, policyId } = await createDenied(server)
      // The request has read the inline policies, none of which denies, and waits for this transaction to read the others.
      const mover = new Client(server.location)
      await mover.connect()
      await mover.query('begin')
      await mover.query('lock table attached_policies in access exclusive mode')
      const answer = errorOf(listUsers(user))
      const waiting = "select 1 from pg_locks where not granted and relation = 'attached_policies'::regclass"
      while ((await mover.query(waiting)).rowCount === 0);
      await mover.query('update accounts set revision = revision + 1')
      await mover.query('delete from attached_policies where policy_id = $1', [policyId])
      const row = [accountId, user.userId, 'denies', 'denies', denied]
      const columns = '(account_id, entity_id, name_key, name, document)'
      await mover.query(`insert into inline_policies ${columns} values ($1, $2, $3, $4, $5)`, row)
      await mover.query('commit')
      await mover.end()
      expect((await answer)[0]).toBe('AccessDenied')
    })
  },
  { kinds: [postgres] },
)

describeTwinlock(
  'A change that was written, and never committed',
  (server) => {
    it('is not remembered when another change gets its number', async () => {
      const user = await createUser(server, undefined, null)
      const UserName = user.userName
      const PolicyDocument = policy('iam:TagUser')
      await server.iam.putUserPolicy({ UserName, PolicyName: 'tags', PolicyDocument })
      const tag = () => user.iam.tagUser({ UserName, Tags: [{ Key: 'k', Value: 'v' }] })
      // The first use of a key is recorded before the request goes on.
      await tag()
      // While this transaction keeps the writer, the others gather to one COMMIT, which fails.
      const { promise: held, resolve: release } = Promise.withResolvers<void>()
      const holding = server.storage.transaction(() => held)
      const queued = async (request: Promise<unknown>) => {
        for (let reads = 0; reads < 5; reads++) await server.iam.getUser({ UserName })
        return { answer: request.catch((error: unknown) => error) }
      }
      const grant = await queued(server.iam.putUserPolicy({ UserName, PolicyName: 'lists', PolicyDocument: allowed }))
      const write = await queued(tag())
      const failing = server.storage.transaction(async (queries) => {
        await sql`pragma defer_foreign_keys = on`.execute(queries)
        await sql`insert into group_members (account_id, group_id, user_id) values ('0', '0', '0')`.execute(queries)
      })
      release()
      await holding
      await expect(failing).rejects.toThrow('FOREIGN KEY')
      for (const { answer } of [grant, write]) expect(await answer).toMatchObject({ name: 'InternalFailure' })

      await server.storage.transaction((queries) => beginChange(queries, accountId))
      expect(await outcomeOf(listUsers(user))).toBe('AccessDenied')
    })
  },
  { kinds: [sqlite] },
)
