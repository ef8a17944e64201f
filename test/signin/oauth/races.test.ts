import { expect, it } from 'vitest'
import { describeNodes } from '../../authorization/nodes.ts'
import type { TestServer } from '../../twinlock.ts'
import { Command, codeFor, login, refusalOf, signIn } from './command.ts'

/** One request that is sent to every node several times at once. */
const together = 12

describeNodes('At once', (nodes) => {
  const first = () => nodes[0] as TestServer
  const nodeOf = (index: number) => nodes[index % nodes.length] as TestServer

  /** The same client at another node, which has another name. */
  function at(node: TestServer, command: Command): { readonly proof: string; readonly command: Command } {
    const twin = Object.assign(Object.create(Command.prototype), command, { server: node }) as Command
    return { command: twin, proof: twin.proof() }
  }

  it('one code gives credentials once', async () => {
    const { browser } = await signIn(first())
    for (let round = 0; round < 3; round++) {
      const command = new Command(first())
      const code = await codeFor(browser, command)
      const answers = await Promise.all(
        Array.from({ length: together }, (_, index) => {
          const twin = at(nodeOf(index), command)
          return twin.command.exchange(code, {}, { proof: twin.proof })
        }),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 200).map(refusalOf)
      expect(refused).toEqual(Array(together - 1).fill(['AccessDeniedException', 401, 'AUTHCODE_EXPIRED']))
    }
  })

  it('every command refreshes, whichever node it meets', async () => {
    const { command, tokens } = await login(first())
    const answers = await Promise.all(
      Array.from({ length: together }, (_, index) => {
        const twin = at(nodeOf(index), command)
        return twin.command.refresh(tokens.refreshToken, {}, { proof: twin.proof })
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(together).fill(200))
  })

  it('a session that ends at one node has ended at the other', async () => {
    const { browser, command, tokens } = await login(first())
    const last = nodes.at(-1) as TestServer
    const clients = last.as(tokens.accessToken)
    expect((await clients.sts.getCallerIdentity()).Arn).toBeDefined()
    const { content } = await browser.post('/console/admin/list-sign-in-sessions', {})
    const { sessionId } =
      (content['sessions'] as { kind: string; sessionId: string }[]).find(({ kind }) => kind === 'cli') ?? {}
    await browser.post('/console/admin/end-sign-in-session', { sessionId })
    await expect(clients.sts.getCallerIdentity()).rejects.toThrow('expired')
    const twin = at(last, command)
    const answer = await twin.command.refresh(tokens.refreshToken, {}, { proof: twin.proof })
    expect(refusalOf(answer)).toEqual(['AccessDeniedException', 401, 'TOKEN_EXPIRED'])
  })
})
