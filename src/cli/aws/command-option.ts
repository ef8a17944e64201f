/** An option of a command, and what can be given for it. */
import type { Member } from '../../wire/model.ts'

export interface CommandOption {
  /** `user-name` for `--user-name`. */
  readonly name: string
  /** What follows it on the command line. */
  readonly takes: 'nothing' | 'one' | 'many' | 'one or nothing'
  /** Two options, such as `--hard-expiry` and `--no-hard-expiry`, may set one value. */
  readonly sets: string
  /** What is set when nothing follows. */
  readonly constant?: string | boolean
  readonly isRequired?: boolean
  readonly isInteger?: boolean
  readonly choices?: readonly string[]
  /** The parameter that it is. */
  readonly member?: Member
  readonly help?: string
}

export type ArgumentValue = string | number | boolean | readonly string[]

/** By what the options set. */
export type ArgumentValues = ReadonlyMap<string, ArgumentValue>
