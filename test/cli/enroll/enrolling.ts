/** `twinlock mfa enroll` as a process, and whoever reads its picture and types codes. */

import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { readQrCode } from '../../../src/cli/qr-code-file.ts'
import { parseOtpauthUri } from '../../../src/mfa/otpauth.ts'
import { counterAt, hotp } from '../../../src/mfa/totp.ts'
import { type Outcome, start, temporaryDirectory } from '../twinlock-process.ts'

/** The app on the phone. The server runs on the system's time, so this does. */
export class Phone {
  readonly #secret: Uint8Array
  constructor(link: string) {
    this.#secret = parseOtpauthUri(link).secret
  }
  code(offset = 0): string {
    return hotp(this.#secret, counterAt(Date.now()) + offset)
  }
  /** Right whether or not a time step ends meanwhile. */
  pair(): string[] {
    return [this.code(-1), this.code(0)]
  }
}

export interface Credentials {
  readonly AWS_ACCESS_KEY_ID: string
  readonly AWS_SECRET_ACCESS_KEY: string
}

/** A directory and a ~/.aws/config of its own. */
export function createDesk(endpoint: string, credentials: Credentials, config?: string) {
  const cwd = temporaryDirectory()
  const configFile = join(cwd, 'config')
  const picture = join(cwd, 'QRCode.png')
  if (config !== undefined) writeFileSync(configFile, config)
  const variables = { ...credentials, AWS_ENDPOINT_URL: endpoint, AWS_CONFIG_FILE: configFile }
  return {
    cwd,
    picture,
    variables,
    readConfig: () => (existsSync(configFile) ? readFileSync(configFile, 'utf8') : undefined),
    /** Enrols with the picture in a file; `person` gets the phone that has scanned it, and answers with lines for stdin. */
    async enroll(args: readonly string[], person: (phone: Phone, signal: (name: NodeJS.Signals) => void) => string[]) {
      const child = start(['mfa', 'enroll', '--outfile', picture, ...args], { cwd, variables })
      const { stdout, stderr, stdin } = child
      if (!stdout || !stderr || !stdin) throw new Error('The process has no output')
      stdin.on('error', () => {})
      const exited = once(child, 'exit')
      const outputs = Promise.all([text(stdout), text(stderr)])
      const phone = await Promise.race([scan(picture), exited.then(() => undefined)])
      if (phone) {
        const lines = person(phone, (name) => child.kill(name))
        if (lines.length > 0) stdin.end(lines.map((line) => `${line}\n`).join(''))
      }
      const [code] = await exited
      const [out, err] = await outputs
      return { code, stdout: out, stderr: err } satisfies Outcome
    },
  }
}

async function scan(picture: string): Promise<Phone> {
  while (!existsSync(picture) || statSync(picture).size === 0) await setTimeout(20)
  return new Phone(readQrCode(readFileSync(picture), picture))
}
