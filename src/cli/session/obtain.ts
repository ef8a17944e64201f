/**
 * A session from the cache, or by a code:
 *
 *  1. one process at a time     `turn.ts`
 *  2. looks at the cache again  `cache.ts`: another one may have been given a session meanwhile
 *  3. asks, until a code works  `question.ts`, `giver.ts`
 *  4. and keeps the session
 */
import { hasTerminal, openPrompt } from '../aws/mfa-prompt.ts'
import type { Terminal } from '../aws/terminal.ts'
import { CommandFailure } from '../exit.ts'
import {
  createSessionDirectory,
  isFresh,
  isGood,
  readSession,
  type Session,
  sessionFileOf,
  writeSession,
} from './cache.ts'
import { askForSession, promptMilliseconds, readCode, type SessionGiver } from './question.ts'
import type { SessionSource } from './source.ts'
import { lineUp } from './turn.ts'

export interface ObtainOptions {
  /** Instead of asking. */
  readonly code?: string | undefined
  /** Whether the session of the cache shall be replaced, however long it is still good. */
  readonly isRenewal?: boolean
}

/** A moment more than whoever has the turn may take. */
const waitMilliseconds = promptMilliseconds + 60_000

/** @throws CommandFailure, CommandError */
export async function obtainSession(
  source: SessionSource,
  terminal: Terminal,
  { code: typed, isRenewal = false }: ObtainOptions = {},
): Promise<Session> {
  const code = typed === undefined ? undefined : readCode(typed)
  const file = sessionFileOf(source, terminal.variables)
  const before = readSession(file)
  const canAsk = code !== undefined || hasTerminal()
  if (!canAsk && !isRenewal && isGood(before)) return before
  createSessionDirectory(file)
  const turn = lineUp(file.replace(/json$/, 'lock'), waitMilliseconds)
  try {
    const failure = turn.take()
    const present = readSession(file)
    const isOther = present?.AccessKeyId !== before?.AccessKeyId
    if (isFresh(present) && (!isRenewal || isOther)) return present
    if (failure !== undefined && code === undefined) {
      throw new CommandFailure('failure', `Another process asked for the code, and got no session: ${failure}`)
    }
    if (!canAsk) throw nobodyToAsk(source)
    // Only now: those who wait for a session do not need the SDK.
    const giver = await (await import('./giver.ts')).findGiver(source, terminal)
    const session = code === undefined ? await askOnTerminal(giver, turn.fail) : await giver.give(code)
    writeSession(file, session)
    return session
  } finally {
    turn.end()
  }
}

async function askOnTerminal(giver: SessionGiver, tell: (failure: string) => void): Promise<Session> {
  const prompt = openPrompt()
  try {
    return await askForSession(giver, prompt)
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    throw error
  } finally {
    prompt.close()
  }
}

function nobodyToAsk({ profile }: SessionSource): CommandFailure {
  const command = `twinlock mfa session --profile ${profile.name}`
  return new CommandFailure('failure', `There is no terminal to ask for a code on. Run this on one first: ${command}`)
}
