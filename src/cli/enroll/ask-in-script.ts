/** Enrolment by a script: one code a line on stdin. */
import { CommandFailure } from '../exit.ts'
import { createPrompt } from '../prompt.ts'
import { parseCode } from '../typed-code.ts'
import type { CodeSource } from './code-source.ts'
import { judgeCodePair } from './judge-codes.ts'

/** @param now milliseconds since 1970 */
export function askInScript(interruption: AbortController, now: () => number): CodeSource {
  const prompt = createPrompt()
  const askCode = async (question: string) => {
    // Nobody reads the question where a program answers.
    const answer = await Promise.race([prompt.ask(process.stdin.isTTY ? question : ''), aborted(interruption.signal)])
    const code = parseCode(answer)
    if (code !== undefined) return code
    throw new CommandFailure('failure', 'A code has six digits: write each code on a line of its own')
  }
  return {
    async askPair({ account }, problem) {
      // A script has no other codes than those that were refused.
      if (problem !== '') throw new CommandFailure('serviceError', problem)
      const pair = { first: await askCode('First code: '), second: await askCode('Second code: ') }
      const verdict = judgeCodePair(account, pair, now())
      if ('problem' in verdict)
        throw new CommandFailure('failure', `${verdict.problem} Nothing was sent to the server.`)
      return verdict
    },
    askCode,
    confirm: async () => false,
    close: () => prompt.close(),
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
