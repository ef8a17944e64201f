/** AWS's own tools get their session from `twinlock credential-process`, which the profile names, and which asks on their terminal. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hasPseudoTerminal } from '../cli/pseudo-terminal.ts'
import { createSessionHome, question, type SessionHome } from '../cli/session-home.ts'
import { describeTwinlock, FrozenClock, putPolicy } from '../twinlock.ts'
import { awsCommands, hasBoto3 } from './clients.ts'

/** `ENDPOINT` stands for the server's. */
const tools: readonly (readonly [name: string, isThere: boolean, command: string])[] = [
  ['boto3', hasBoto3, `python3 '${join(import.meta.dirname, 'list_users.py')}' dev-mfa`],
  ...awsCommands.map(
    ([version, command]) =>
      [version, true, `${command} iam list-users --profile dev-mfa --endpoint-url ENDPOINT`] as const,
  ),
  ...(awsCommands.length === 0 ? [['the AWS CLI', false, ''] as const] : []),
]

const withMfa = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: 'iam:ListUsers',
    Resource: '*',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  },
}

describe('credential_process = twinlock credential-process', { timeout: 120_000 }, () => {
  describeTwinlock(
    'for',
    (server) => {
      const createHome = async (): Promise<SessionHome> => {
        const home = await createSessionHome(server)
        await putPolicy(server, home.user.userName, withMfa)
        return home
      }

      it.for(tools)('%s, with a session that there is', async ([name, isThere, command], { skip }) => {
        if (!isThere) return skip(`${name} is not installed`)
        const home = await createHome()
        await home.run(['mfa', 'session', '--profile', 'dev', '--code', home.user.device.code()])
        const env = { PATH: process.env['PATH'], ...home.variables }
        const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('ENDPOINT', server.endpoint)], {
          env,
        })
        expect(stdout).toContain(home.user.userName)
      })

      it.for(tools)('%s, which leaves the terminal to it', async ([name, isThere, command], { skip }) => {
        if (!isThere) return skip(`${name} is not installed`)
        if (!hasPseudoTerminal) return skip('script of util-linux is not installed')
        const home = await createHome()
        const terminal = home.openTerminal(command.replace('ENDPOINT', server.endpoint))
        await terminal.shows(question)
        terminal.type(home.user.device.code())
        expect([await terminal.exited, terminal.screen()]).toEqual([0, expect.stringContaining(home.user.userName)])
      })
    },
    { clock: new FrozenClock(Date.now()) },
  )
})
