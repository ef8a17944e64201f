/** Asks for a code: on the terminal even when stdout goes elsewhere, and without showing it. */
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'
import { printable } from '../terminal.ts'

export interface CodePrompt {
  /** @throws Error when it is interrupted, or the signal comes first */
  ask(serialNumber: string, signal?: AbortSignal): Promise<string>
  tell(text: string): void
  close(): void
}

/** For the code of a profile's `mfa_serial`. Without a terminal it is read from stdin. */
export async function promptForCode(serialNumber: string): Promise<string> {
  if (!hasTerminal()) return readLine(questionFor(serialNumber), process.stdin, process.stderr)
  const prompt = openPrompt()
  try {
    return await prompt.ask(serialNumber)
  } finally {
    prompt.close()
  }
}

/** Whether there is somebody to ask: a script may run without. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'))
    return true
  } catch {
    return false
  }
}

/** To be closed, or the process does not end. @throws Error without a terminal */
export function openPrompt(): CodePrompt {
  const input = new ReadStream(openSync('/dev/tty', 'r'))
  const output = new WriteStream(openSync('/dev/tty', 'w'))
  const ask = async (serialNumber: string, signal?: AbortSignal) => {
    try {
      return await readLine(questionFor(serialNumber), input, output, { terminal: true, ...(signal && { signal }) })
    } finally {
      output.write('\n')
    }
  }
  const close = () => {
    input.destroy()
    output.destroy()
  }
  return { ask, tell: (text) => void output.write(`${text}\n`), close }
}

function questionFor(serialNumber: string): string {
  return `Enter MFA code for ${printable(serialNumber)}: `
}

async function readLine(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  options: { readonly terminal?: boolean; readonly signal?: AbortSignal } = {},
): Promise<string> {
  // readline echoes what is typed to its output: there it is lost.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: false, ...options })
  // Only now: the terminal no longer echoes by itself.
  output.write(question)
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', (line) => resolve(line.trim()))
      lines.once('close', () => reject(new Error('There was no MFA code')))
      lines.once('SIGINT', () => reject(new Error('Interrupted')))
    })
  } finally {
    lines.close()
  }
}
