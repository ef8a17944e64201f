/** Questions that a person answers, or a script through stdin. */
import { createInterface, type Interface } from 'node:readline'
import { CommandFailure } from './exit.ts'

export interface Prompt {
  /** @throws CommandFailure when nobody answers */
  ask(question: string): Promise<string>
  /** Only `y` and `yes` are a yes; no answer is a no. */
  confirm(question: string): Promise<boolean>
  close(): void
}

/** One reader for all questions: another one would miss what the first has read ahead. */
export function createPrompt(): Prompt {
  let lines: Interface | undefined
  let iterator: AsyncIterator<string> | undefined
  const ask = async (question: string) => {
    process.stderr.write(question)
    lines ??= createInterface({ input: process.stdin })
    iterator ??= lines[Symbol.asyncIterator]()
    const { value, done } = await iterator.next()
    if (done) throw new CommandFailure('failure', 'There was no answer')
    return String(value).trim()
  }
  return {
    ask,
    confirm: async (question) => /^y(es)?$/i.test(await ask(question).catch(() => 'no')),
    close: () => lines?.close(),
  }
}
