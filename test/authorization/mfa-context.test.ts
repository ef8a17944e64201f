/**
 * Who gets through which condition on MFA. The page docs/mfa-context.md is what was observed here: `npm run docs` writes it,
 * and the test fails when it differs.
 */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { identityCallers, type MfaCaller, type MfaCallers, trustCallers, unasked } from './mfa-callers.ts'
import { mfaContextPage, type Observations } from './mfa-context-page.ts'
import { isAllowed, mfaStatements, policyOf } from './mfa-statements.ts'

const page = join(import.meta.dirname, '../../docs/mfa-context.md')

describeTwinlock('who gets through a condition on MFA', (server) => {
  it('is as AWS says, and as the page shows', { timeout: 300_000 }, async () => {
    const identity = await observe(server, await identityCallers(server))
    const trust = await observe(server, await trustCallers(server))
    const others: [string, string][] = []
    for (const [title, ask] of await unasked(server)) others.push([title, await answerOf(ask)])
    await expect(mfaContextPage({ identity, trust, others })).toMatchFileSnapshot(page)
  })
})

async function observe(server: TestServer, { callers, putPolicy }: MfaCallers): Promise<Observations> {
  const rows = []
  for (const statement of mfaStatements) {
    // Three codes each time, of nine that a device may try in three minutes.
    server.clock.advance(90)
    await putPolicy((about) => policyOf(statement, about))
    const observed: boolean[] = []
    for (const caller of callers) observed.push(await isThrough(caller))
    const expected = callers.map(({ context }) => isAllowed(statement, context()))
    expect({ statement, observed }).toEqual({ statement, observed: expected })
    rows.push({ statement, observed })
  }
  return { titles: callers.map(({ title }) => title), rows }
}

/** Any refusal but that of the policies is a failure of the test. */
async function isThrough({ title, ask }: MfaCaller): Promise<boolean> {
  const answer = await answerOf(ask)
  if (answer === 'allowed') return true
  expect([title, answer]).toEqual([title, expect.stringMatching(/^`AccessDenied`: User: \S+ is not authorized to /)])
  return false
}

async function answerOf(ask: () => Promise<unknown>): Promise<string> {
  const request = ask()
  const isDone = await request.then(
    () => true,
    () => false,
  )
  if (isDone) return 'allowed'
  const [code, , message] = await errorOf(request)
  return `\`${code}\`: ${message}`
}
