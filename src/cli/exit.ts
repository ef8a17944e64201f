import { printableLines } from './terminal.ts'

/** Exit codes are those of the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html */
export const exitCodes = { interrupted: 130, usage: 252, serviceError: 254, failure: 255 } as const

/** Ends the command with a message for the user, who reads nothing but that. */
export class CommandFailure extends Error {
  readonly exitCode: number

  constructor(reason: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(printableLines(message), options)
    this.name = 'CommandFailure'
    this.exitCode = exitCodes[reason]
  }
}
