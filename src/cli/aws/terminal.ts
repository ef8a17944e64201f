/** Where a command runs: what it reads from the process, and what it prints to. */
import { type Environment, environment } from '../../config.ts'

export interface Terminal {
  readonly variables: Environment
  /** To stdout. */
  print(text: string): void
  /** To stderr. */
  warn(text: string): void
  /** Of stdout: its width, and whether a person sees it. */
  readonly columns: number
  readonly isTerminal: boolean
}

export const processTerminal: Terminal = {
  variables: environment,
  print: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
  get columns() {
    return process.stdout.columns || 80
  },
  get isTerminal() {
    return process.stdout.isTTY === true
  },
}
