/** `twinlock mfa lint`: what bites people in policies that demand MFA, in files or of a user of a server. */
import { text } from 'node:stream/consumers'
import { systemClock } from '../clock.ts'
import type { PolicyText } from '../lint/documents.ts'
import { type LintReport, lintMfa } from '../lint/lint.ts'
import { type ConnectOptions, connect } from './aws/call.ts'
import { exitCodeOf } from './aws/command-error.ts'
import { processTerminal } from './aws/terminal.ts'
import { fetchUserPolicies } from './aws/user-policies.ts'
import { CommandFailure } from './exit.ts'
import { readInputFile } from './input-file.ts'
import { drawReport } from './lint-drawing.ts'
import { stdoutTerminal } from './terminal.ts'

export interface LintOptions extends ConnectOptions {
  readonly user?: string
  readonly output?: string
}

/** @returns the exit code: 1 where there is an error among the findings. @throws CommandFailure */
export async function mfaLint(files: readonly string[], options: LintOptions): Promise<number> {
  const { user, output = 'text' } = options
  if ((user === undefined) === (files.length === 0)) {
    throw new CommandFailure('usage', 'Name the files with the policies, - for stdin, or a user by --user')
  }
  if (output !== 'text' && output !== 'json') throw new CommandFailure('usage', '--output is text or json')
  return exitCodeOf(async () => {
    const report = user === undefined ? await lintFiles(files) : await lintUser(user, options)
    const isError = report.findings.some(({ severity }) => severity === 'error')
    process.stdout.write(
      output === 'json'
        ? `${JSON.stringify(report, null, 4)}\n`
        : `${drawReport(report, stdoutTerminal()).join('\n')}\n`,
    )
    return isError ? 1 : 0
  })
}

async function lintFiles(files: readonly string[]): Promise<LintReport> {
  const policies: PolicyText[] = []
  for (const file of files) {
    const document = file === '-' ? await text(process.stdin) : readInputFile(file).toString()
    policies.push({ name: file === '-' ? 'stdin' : file, kind: 'identity', document })
  }
  const accountId = '123456789012'
  const user = { userName: 'new-user', arn: `arn:aws:iam::${accountId}:user/new-user`, accountId }
  return lintMfa({ policies, user, now: new Date(systemClock.now()), isComplete: false })
}

async function lintUser(name: string, options: LintOptions): Promise<LintReport> {
  const { iam } = await connect(options, processTerminal)
  const { policies, userName, arn } = await fetchUserPolicies(name, iam)
  const user = { userName, arn, accountId: arn.split(':')[4] ?? '' }
  return lintMfa({ policies, user, now: new Date(systemClock.now()), isComplete: true })
}
