/** A person is asked for a code until one becomes a session. */
import type { CodePrompt } from '../aws/mfa-prompt.ts'
import { CommandFailure } from '../exit.ts'
import { parseCode } from '../typed-code.ts'
import type { Session } from './cache.ts'

/** Enough for the phone in the other room; nobody shall wait for a question that stays on a screen somewhere. */
export const promptMilliseconds = 5 * 60_000

const questions = 3

export interface SessionGiver {
  readonly serialNumber: string
  /** @throws WrongCode @throws CommandError */
  give(code: string): Promise<Session>
}

/** Worth another question, as nothing but the code was wrong. */
export class WrongCode extends CommandFailure {
  constructor(message: string, options?: ErrorOptions) {
    super('serviceError', message, options)
    this.name = 'WrongCode'
  }
}

/** @throws WrongCode */
export function readCode(typed: string): string {
  const code = parseCode(typed)
  if (code === undefined) throw new WrongCode('A code has six digits')
  return code
}

/** @throws CommandFailure, CommandError when there is no session in the end */
export async function askForSession(
  { serialNumber, give }: SessionGiver,
  prompt: CodePrompt,
  milliseconds = promptMilliseconds,
): Promise<Session> {
  const timeout = AbortSignal.timeout(milliseconds)
  const typed = new Set<string>()
  for (let question = 1; ; question++) {
    const answer = await ask(serialNumber, prompt, timeout)
    try {
      const code = readCode(answer)
      if (typed.has(code)) throw new WrongCode('That is the same code again. Each works once: wait for the next one')
      typed.add(code)
      return await give(code)
    } catch (error) {
      if (!(error instanceof WrongCode) || question === questions) throw error
      prompt.tell(error.message)
    }
  }
}

async function ask(serialNumber: string, prompt: CodePrompt, timeout: AbortSignal): Promise<string> {
  try {
    return await prompt.ask(serialNumber, timeout)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CommandFailure('failure', timeout.aborted ? 'Nobody typed a code in time: try again' : problem)
  }
}
