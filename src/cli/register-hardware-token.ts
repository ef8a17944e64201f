/** `twinlock admin register-hardware-token` */
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { administer, type ConnectionOptions } from './administration-client.ts'
import { CommandFailure } from './exit.ts'

export interface RegisterOptions extends ConnectionOptions {
  readonly serialNumber: string
  readonly seedFile?: string
  readonly hex?: true
}

export async function registerHardwareToken({
  serialNumber,
  seedFile,
  hex,
  ...connection
}: RegisterOptions): Promise<void> {
  const seed = (await readSeed(seedFile)).trim()
  if (seed === '')
    throw new CommandFailure('usage', 'There is no seed: name its file with --seed-file, or send it to stdin')
  await administer('register-hardware-token', { serialNumber, [hex ? 'seedHex' : 'seed']: seed }, connection)
  process.stdout.write(
    `Registered ${serialNumber}. Assign it with: aws iam enable-mfa-device --user-name USER --serial-number ${serialNumber} ` +
      '--authentication-code1 CODE --authentication-code2 NEXT_CODE\n',
  )
}

/** Never an argument: the list of processes would show it to every user of the machine, and the shell's history keep it. */
async function readSeed(file: string | undefined): Promise<string> {
  if (file === undefined) {
    if (process.stdin.isTTY) process.stderr.write('Type the seed, Enter, then Ctrl-D:\n')
    return text(process.stdin)
  }
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandFailure('usage', `The seed file cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
