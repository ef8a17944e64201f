/** Where a command runs: what it reads from the process, and what it prints to. */
import { type Environment, environment } from '../../config.ts'
import { type Terminal as Output, stdoutTerminal } from '../terminal.ts'

/** `columns` and `hasColors` are those of stdout. */
export interface Terminal extends Pick<Output, 'columns' | 'hasColors'> {
  readonly variables: Environment
  /** Whether a person reads stderr: a script may compare it with what the AWS CLI prints. */
  readonly showsHints: boolean
  /** To stdout. */
  print(text: string): void
  /** To stderr. */
  warn(text: string): void
}

export const processTerminal: Terminal = {
  variables: environment,
  showsHints: process.stderr.isTTY === true,
  print: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
  ...stdoutTerminal(),
}
