/** Asks for the code of a profile's `mfa_serial`: on the terminal even when stdout goes elsewhere, and without showing it. */
import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'

export async function promptForCode(serialNumber: string): Promise<string> {
  const question = `Enter MFA code for ${serialNumber}: `
  const terminal = openTerminal()
  if (!terminal) return readLine(question, process.stdin, process.stderr, false)
  try {
    return await readLine(question, terminal.input, terminal.output, true)
  } finally {
    terminal.output.write('\n')
    terminal.input.destroy()
    terminal.output.destroy()
  }
}

/** Undefined where there is none, as in a script without one. */
function openTerminal(): { input: ReadStream; output: WriteStream } | undefined {
  try {
    return { input: new ReadStream(openSync('/dev/tty', 'r')), output: new WriteStream(openSync('/dev/tty', 'w')) }
  } catch {
    return undefined
  }
}

async function readLine(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  isTerminal: boolean,
): Promise<string> {
  // readline echoes what is typed to its output: there it is lost.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: isTerminal })
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
