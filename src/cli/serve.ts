/** `twinlock serve`: the server as a process, with its signals, its messages and its end. */
import { type Config, type Environment, environment, type Flags, readConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import { type RunningServer, startServer } from '../main.ts'
import { version } from '../version.ts'

/** In which the process has left after SIGTERM, whatever hangs. */
const shutdownMilliseconds = 10_000

/** npm passes on the signal that the terminal has sent to us already: twice is once when it is that close. */
const sameSignalMilliseconds = 500

/** Resolves when the server is ready; the process goes on until a signal ends it. */
export async function serve(flags: Flags): Promise<void> {
  const config = readConfig(flags, environment)
  const log = createLogger(config.logLevel)
  const die = (error: unknown) => {
    log.fatal({ err: error }, 'Unexpected failure: the server leaves, for its state is unknown')
    process.exit(1)
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
  // Whoever read our output may have gone (`twinlock serve | head`); that is no reason to stop serving.
  process.stdout.on('error', () => {})

  const print = (text: string) => process.stdout.write(text)
  const isInMemory = config.testMode || config.ephemeral
  const server = await startServer({ config, log, show: process.stdout.isTTY || isInMemory ? print : undefined })
  if (process.stdout.isTTY || isNpmStart(environment)) print(describeFirstSteps(server, config))

  let stoppedAt: number | undefined
  const stop = (signal: NodeJS.Signals) => {
    if (stoppedAt !== undefined) {
      if (performance.now() - stoppedAt > sameSignalMilliseconds) process.exit(1)
      return
    }
    stoppedAt = performance.now()
    log.info({ signal }, 'Stopping: running requests are finished first')
    setTimeout(() => process.exit(1), shutdownMilliseconds - 500).unref()
    server.close().then(() => {
      log.info('Stopped')
      process.exit(0)
    }, die)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function isNpmStart(variables: Environment): boolean {
  return variables['npm_lifecycle_event'] === 'start'
}

function describeFirstSteps({ endpoint, consoleUrl, credentialsFile }: RunningServer, { accountId }: Config): string {
  const credentials = credentialsFile && `  export AWS_SHARED_CREDENTIALS_FILE='${credentialsFile}'\n`
  return `Twinlock ${version} is ready at ${endpoint}, account ${accountId}. In another terminal:

  export AWS_ENDPOINT_URL=${endpoint}
  export AWS_DEFAULT_REGION=us-east-1
${credentials ?? ''}  aws sts get-caller-identity
  aws iam create-virtual-mfa-device --virtual-mfa-device-name MyMFADevice --outfile QRCode.png --bootstrap-method QRCodePNG

Or open ${consoleUrl} in a browser.

Ctrl-C stops the server.
`
}
