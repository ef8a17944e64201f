/** Commands of ours in this process: starting one for each step would take minutes. */
import { runAwsCommand } from '../../../src/cli/aws/run.ts'
import type { ServiceName } from '../../../src/wire/model.ts'
import type { Outcome } from './scenarios.ts'

export async function runHere(
  args: readonly string[],
  variables: Record<string, string>,
  { showsHints = false } = {},
): Promise<Outcome> {
  let stdout = ''
  let stderr = ''
  const [service, ...rest] = args
  const code = await runAwsCommand(service as ServiceName, rest, {
    variables,
    showsHints,
    print: (text) => {
      stdout += text
    },
    warn: (text) => {
      stderr += text
    },
    columns: 80,
    hasColors: false,
  })
  return { code, stdout, stderr }
}
