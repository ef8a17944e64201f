/** Servers on one database, and what a caller may do at each of them. */
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type DatabaseKind, databases, postgres, type TestDatabase } from '../databases.ts'
import { type Clients, type Credentials, errorOf, FrozenClock, startTwinlock, type TestServer } from '../twinlock.ts'

/** SQLite is for one server; PostgreSQL for several. The first makes the changes. */
export function describeNodes(title: string, body: (nodes: readonly TestServer[], kind: DatabaseKind) => void): void {
  describe.each(databases)(`${title} on $name`, (kind) => {
    let database: TestDatabase
    const nodes = Array.from({ length: kind === postgres ? 2 : 1 }, () => ({}) as TestServer)
    beforeAll(async () => {
      database = await kind.create()
      const clock = new FrozenClock()
      for (const node of nodes) Object.assign(node, await startTwinlock(database, { clock }))
    })
    afterAll(async () => {
      for (const node of nodes) await node.close()
      await database.destroy()
    })
    body(nodes, kind)
  })
}

/** What a request meets: nothing, or an error's code. */
export type Outcome = 'allowed' | 'AccessDenied' | 'InvalidClientTokenId'

export async function outcomeOf(request: Promise<unknown>): Promise<string> {
  const isAllowed = await request.then(
    () => true,
    () => false,
  )
  return isAllowed ? 'allowed' : (await errorOf(request))[0]
}

/** Asks as one caller, of any node. */
export interface Probe {
  readonly credentials: Credentials
  readonly ask: (clients: Clients) => Promise<unknown>
}

/** The answer before the change, asked often enough to be remembered by every node, and the very next one of the others. */
export async function expectChange(
  nodes: readonly TestServer[],
  { credentials, ask }: Probe,
  [before, after]: readonly [Outcome, Outcome],
  change: () => Promise<unknown>,
): Promise<void> {
  for (const node of [...nodes, ...nodes]) expect(await outcomeOf(ask(node.as(credentials)))).toBe(before)
  await change()
  for (const node of nodes.toReversed()) expect(await outcomeOf(ask(node.as(credentials)))).toBe(after)
}

export interface StatementParts {
  readonly Effect?: 'Allow' | 'Deny'
  readonly Resource?: string | readonly string[]
  readonly Condition?: object
}

/** A document of one statement, an allow of the actions on everything unless the parts say otherwise. */
export function policy(Action: string | readonly string[], parts: StatementParts = {}): string {
  const statement = { Effect: 'Allow', Action, Resource: '*', ...parts }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}
