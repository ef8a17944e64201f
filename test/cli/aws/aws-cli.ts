/** The AWS CLI, version 2, where it is installed. */
import { execFile, execFileSync } from 'node:child_process'
import type { Outcome } from './scenarios.ts'
import { variablesFor } from './server.ts'

export const awsCli = ['aws', '/usr/bin/aws', '/usr/local/bin/aws'].find((command) => {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8' }).startsWith('aws-cli/2.')
  } catch {
    return false
  }
})

export function runAwsCli(
  args: readonly string[],
  endpoint: string,
  directory: string,
  variables: Record<string, string> = {},
): Promise<Outcome> {
  if (awsCli === undefined) throw new Error('aws-cli/2 is not installed')
  const env = {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    HOME: directory,
    ...variablesFor(endpoint),
    ...variables,
  }
  // Versions before 2.13 do not know AWS_ENDPOINT_URL.
  const all = args.includes('--endpoint-url') ? args : ['--endpoint-url', endpoint, ...args]
  return new Promise((resolve) => {
    execFile(awsCli, all, { env, cwd: directory }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}
