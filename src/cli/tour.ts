/** `twinlock tour`: the whole story on a server that is gone afterwards. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import { startServer } from '../main.ts'
import { paint, stdoutTerminal, type Terminal } from './terminal.ts'
import { Stage } from './tour-stage.ts'
import { type Keys, tellStory } from './tour-story.ts'

/** After each of some fifteen answers. */
const pauseMilliseconds = 200
const stepMilliseconds = 30_000

/** @throws CommandFailure when the server does not behave as told */
export async function tour({ fast }: { readonly fast?: true }): Promise<void> {
  // Whoever read it may have seen enough (`twinlock tour | head`).
  process.stdout.on('error', () => {})
  const terminal = stdoutTerminal()
  const write = (text: string) => void process.stdout.write(text)
  const stage = new Stage({ terminal, write, pause: fast || !terminal.isTerminal ? 0 : pauseMilliseconds })
  const clock = new TourClock(systemClock.now())
  const rootKeys = { AccessKeyId: 'AKIATWINLOCKTOUR0000', SecretAccessKey: randomBytes(30).toString('base64') }
  const server = await startServer({ config: configure(rootKeys), log: createLogger('error'), clock })
  try {
    write(introduction(server.endpoint, terminal))
    await tellStory(stage, { endpoint: server.endpoint, rootKeys, clock, advance: (seconds) => clock.advance(seconds) })
    write(farewell(terminal))
  } finally {
    await server.close()
  }
}

/** Stands in the middle of a time step until it is moved: no code is ever about to change. */
class TourClock {
  #now: number

  constructor(now: number) {
    this.#now = Math.floor(now / stepMilliseconds) * stepMilliseconds + stepMilliseconds / 2
  }

  now(): number {
    return this.#now
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000
  }
}

/** Nothing of the user's own configuration. */
function configure({ AccessKeyId, SecretAccessKey }: Keys) {
  return readConfig(
    { ephemeral: true, host: '127.0.0.1', port: '0' },
    {
      TWINLOCK_ROOT_ACCESS_KEY_ID: AccessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: SecretAccessKey,
      TWINLOCK_ROOT_PASSWORD: randomBytes(18).toString('base64url'),
    },
  )
}

function introduction(endpoint: string, terminal: Terminal): string {
  return `${paint('bold', 'Twinlock tour: multi-factor authentication in IAM', terminal)}

A throw-away server, in memory, at ${endpoint}. What you see are
its own answers to the AWS SDK, over HTTP. Its clock stands still, and the tour
moves it: nobody waits half a minute for the next code.
`
}

function farewell(terminal: Terminal): string {
  const command = (text: string) => paint('bold', text, terminal)
  return `
${paint(['bold', 'green'], 'Everything behaved as told.', terminal)} The server is gone. How to go on:

  ${command('twinlock serve')}              the server for real; it says what to type next
  ${command('twinlock serve --test-mode')}  for tests, with a clock that they move
  ${command('twinlock mfa code --help')}    the authenticator without a phone
  README.md                   the same story with your own terminal and phone
`
}
