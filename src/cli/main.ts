/**
 * The command `twinlock`: what it takes, one file for each subcommand, loaded only when it runs.
 *
 * Owns the command line and its exit codes. Knows nothing of the database: it starts the server, or talks to one.
 */
import { Command, CommanderError, Option } from 'commander'
import { ConfigError, type Flags, type Setting, settings } from '../config.ts'
import { SeedError } from '../seed/seed-error.ts'
import { version } from '../version.ts'
import { CommandError } from './aws/command-error.ts'
import { CommandFailure, exitCodes } from './exit.ts'
import { printableLines } from './terminal.ts'

const program = new Command('twinlock')
  .description("AWS IAM's multi-factor authentication as software you run yourself.")
  .version(version)
  .exitOverride()
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .showHelpAfterError('See twinlock --help')

addTour(program)
addServe(program)
addService(program, 'iam')
addService(program, 'sts')
addLogin(program)
addCredentialProcess(program)
addMfa(program.command('mfa').description('an authenticator for the terminal, and a check of policies'))
addAdministration(program.command('admin').description("operate a running server, with its root user's key"))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function addServe(parent: Command): void {
  const command = parent.command('serve').description('run the server')
  const variables: string[] = []
  for (const { flag, placeholder, help, defaultText, variable, isSecret } of Object.values<Setting>(settings)) {
    variables.push(isSecret ? `${variable}[_FILE]` : variable)
    if (flag === undefined) continue
    const argument = placeholder === undefined ? '' : ` <${placeholder}>`
    command.addOption(new Option(`--${flag}${argument}`, `${help} (default: ${defaultText})`))
  }
  command.addHelpText('after', `\nEvery setting has a variable: ${variables.join(', ')}.\nSee docs/configuration.md.`)
  command.action(async (flags: Flags) => (await import('./serve.ts')).serve(flags))
}

/** Its command line is read by the rules of the AWS CLI, so it passes through here untouched. */
function addService(parent: Command, service: 'iam' | 'sts'): void {
  parent
    .command(service)
    .usage('<operation> [options]')
    .description(`every operation of ${service.toUpperCase()}, in the AWS CLI's grammar`)
    .helpOption(false)
    .argument('[arguments...]')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      process.exitCode = await (await import('./aws/run.ts')).runAwsCommand(service, args)
    })
}

function addTour(parent: Command): void {
  parent
    .command('tour')
    .description('see all of it on a throw-away server, in five seconds')
    .option('--fast', 'no pauses for reading; without a terminal there are none anyway')
    .addHelpText(
      'after',
      `
Takes some seconds, needs no network and leaves nothing behind. The answers are
those of a real server, over HTTP, and each is checked: exit code 0 means that
everything behaved as told.`,
    )
    .action(async (options) => (await import('./tour.ts')).tour(options))
}

function addLogin(parent: Command): void {
  parent
    .command('login')
    .description('sign in in the browser, and use the session here: what aws login does')
    .option('--remote', 'the browser is on another device: paste the code that it shows')
    .option('--profile <name>', 'profile of the AWS configuration that gets the session; it need not be there yet')
    .option('--endpoint-url <url>', `the server (default: AWS_ENDPOINT_URL, the profile’s, http://localhost:6320)`)
    .option('--region <name>', 'region for the profile, where it has none; the server takes any')
    .option('--no-browser', 'print the address, and open nothing')
    .addHelpText(
      'after',
      `
The session lasts as long as the sign-in, twelve hours at most, and is kept where
the AWS CLI (2.32 or later) and AWS's SDKs look for it; they refresh it. They do
so at the profile's endpoint_url, which is written into the profile as well:

  [profile dev]
  region = us-east-1
  endpoint_url = http://localhost:6320
  login_session = arn:aws:iam::123456789012:user/alice

With such a profile aws login --profile dev works too. See docs/aws-login.md.`,
    )
    .action(async (options) => (await import('./login/login.ts')).login(options))
  parent
    .command('logout')
    .description('end the session of a profile, on this machine and at the server')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--endpoint-url <url>', 'the server (default: AWS_ENDPOINT_URL, the profile’s, http://localhost:6320)')
    .action(async (options) => (await import('./login/logout.ts')).logout(options))
}

function addCredentialProcess(parent: Command): void {
  addSession(parent.command('credential-process'))
    .description(
      'print a session with MFA for credential_process of ~/.aws/config, and ask for a code where there is none',
    )
    .addHelpText(
      'after',
      `
For every tool that reads ~/.aws/config. The code is asked for on the terminal, once
for all of them, and the session is kept until it ends:

  [profile dev]
  aws_access_key_id = …
  aws_secret_access_key = …
  mfa_serial = arn:aws:iam::123456789012:mfa/phone

  [profile dev-mfa]
  credential_process = twinlock credential-process --profile dev

Where there is no terminal run this on one before: twinlock mfa session. See
docs/sessions.md.`,
    )
    .action(async (options) => (await import('./session/credential-process.ts')).credentialProcess(options))
}

function addSession(command: Command): Command {
  return addConnection(command)
    .option(
      '--serial-number <text>',
      'the device: serial number or ARN (default: mfa_serial of the profile, or the only one)',
    )
    .option(
      '--duration-seconds <number>',
      'how long a new session shall last (default: what the server gives, 12 hours)',
    )
    .option('--aws', 'ask AWS for the session, whatever endpoint is configured')
}

function addMfa(mfa: Command): void {
  addConnection(mfa.command('enroll'))
    .description('make a virtual MFA device for yourself or a user, scan it, enable it, and try it')
    .option('--user-name <name>', 'who gets the device (default: yourself)')
    .option('--device-name <name>', 'what it is called (default: the name of the user)')
    .option('--outfile <file>', 'write the picture of the QR code there as well; the file must not be there yet')
    .option('--show-secret', 'show the secret, to type it in instead of scanning')
    .option('--no-config', 'do not write mfa_serial to the profile in ~/.aws/config')
    .option('--aws', 'at AWS, whatever endpoint is configured')
    .option('--file <csv>', 'a whole team: columns user_name, and perhaps device_name and full_name')
    .option('--directory <directory>', 'where the pages for the team go, and what was done so far', 'enrolment')
    .option('--undo', 'take back what was made for the team, but what people have enabled')
    .addHelpText(
      'after',
      `
Whatever goes wrong before the device is enabled, Ctrl-C too, removes it again.
Without a terminal the codes are lines of stdin, and the QR code goes to a file:

  { until [ -s QRCode.png ]; do sleep 0.1; done
    twinlock mfa code --qr QRCode.png --pair
  } | twinlock mfa enroll --outfile QRCode.png

A team gets a device and a page to print each; the console asks each person for
two codes at the first sign-in. The same command goes on where it was stopped:

  twinlock mfa enroll --file team.csv --directory pages
  twinlock mfa enroll --undo --directory pages`,
    )
    .action(async (options) => {
      process.exitCode =
        options.file !== undefined || options.undo
          ? await (await import('./enroll-team/enroll-team.ts')).enrollTeam(options)
          : await (await import('./enroll/enroll.ts')).enroll(options)
    })
  mfa
    .command('code')
    .description('show the code of a virtual MFA device, as the app on a phone does')
    .option('--qr <file>', 'picture of the QR code, a PNG')
    .option('--secret-file <file>', 'file with the secret in base32 or an otpauth link; - for stdin')
    .option('--secret <base32>', 'the secret itself: every user of this machine can see it in ps')
    .option('--watch', 'stay and count down, until Ctrl-C')
    .option('--pair', 'the two codes that enrolment asks for: the one before, and the present one')
    .addHelpText(
      'after',
      `
Without a terminal it prints the code alone, for scripts:

  twinlock mfa code --qr QRCode.png
  pass show aws/mfa | twinlock mfa code --secret-file -
  aws sts get-session-token --serial-number ARN \\
      --token-code "$(twinlock mfa code --qr QRCode.png)"

Prefer a file or stdin to --secret, which ps and the shell's history show. And a
second factor on the machine that has the first one is no second factor: keep
this for tests and automation.`,
    )
    .action(async (options) => (await import('./mfa-code.ts')).mfaCode(options))
  addSession(mfa.command('session'))
    .description('get a session with MFA by one code, for every tool on this machine')
    .option('--code <digits>', 'the code, instead of asking for it on the terminal')
    .option('--renew', 'get another session, however long the present one is good')
    .option('--end', 'forget the session')
    .option('--write-profile <name>', 'write a profile into ~/.aws/config that gets the session')
    .option('--output <format>', 'text, or variables to set: env for sh, fish', 'text')
    .addHelpText(
      'after',
      `
  twinlock mfa session --profile dev --write-profile dev-mfa
  aws s3 ls --profile dev-mfa
  twinlock mfa session --profile dev --code "$(twinlock mfa code --qr QRCode.png)"

Where there is a session it is shown, and no code is asked for. See docs/sessions.md.`,
    )
    .action(async (options) => (await import('./session/mfa-session.ts')).mfaSession(options))
  addConnection(mfa.command('lint'))
    .description('find what bites people in policies that demand MFA')
    .argument('[files...]', 'policies as JSON, read together as those of one user; - for stdin')
    .option('--user <name>', 'all policies of this user of the server: inline, of groups, attached, boundary')
    .option('--aws', 'ask AWS for the user, whatever endpoint is configured')
    .option('--output <format>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Reads the conditions, and walks a new user through enrolment: create a device,
enable it, get a session, work. It changes nothing. Exit code 0: no errors (there
may be warnings), 1: errors.

  twinlock mfa lint policy.json
  twinlock mfa lint --user johndoe --output json`,
    )
    .action(async (files, options) => {
      process.exitCode = await (await import('./mfa-lint.ts')).mfaLint(files, options)
    })
}

function addAdministration(admin: Command): void {
  addConnection(admin.command('register-hardware-token'))
    .description('make a hardware TOTP token known, so that users can enable it')
    .requiredOption('--serial-number <text>', 'what is printed on the token')
    .option('--seed-file <file>', 'file with its seed; without it the seed is read from stdin')
    .option('--hex', 'the seed is hexadecimal, not base32')
    .action(async (options) => (await import('./register-hardware-token.ts')).registerHardwareToken(options))
  addConnection(admin.command('unlock-device'))
    .description('let a device be tried again that too many wrong codes have locked')
    .requiredOption('--serial-number <text>', 'serial number, or ARN of a virtual device')
    .action(async (options) => (await import('./unlock-device.ts')).unlockDevice(options))
  addConnection(admin.command('list-sign-in-sessions'))
    .description('list who is signed in: in browsers, and with the AWS CLI by aws login')
    .option('--user-name <name>', 'whose sessions (default: your own)')
    .action(async (options) => (await import('./sign-in-sessions.ts')).listSignInSessions(options))
  addConnection(admin.command('end-sign-in-session'))
    .description('end a session: whoever uses it has to sign in again')
    .requiredOption('--session-id <id>', 'as the list shows it')
    .action(async (options) => (await import('./sign-in-sessions.ts')).endSignInSession(options))
  addConnection(admin.command('events'))
    .description('print the audit log as JSON lines, the newest last')
    .option('--start-time <time>', 'not before, such as 2026-01-15 or 2026-01-15T12:00:00Z')
    .option('--end-time <time>', 'not after')
    .option('--event-name <name>', 'such as EnableMFADevice or ConsoleLogin')
    .option('--user-name <name>', "what this user did; a role's session goes by its own name, root by root")
    .option('--max-items <count>', 'the newest alone; without it all that the server has kept')
    .action(async (options) => (await import('./audit-events.ts')).showEvents(options))
}

function addConnection(command: Command): Command {
  return command
    .option(
      '--endpoint-url <url>',
      'the server (default: AWS_ENDPOINT_URL_IAM, AWS_ENDPOINT_URL, the profile’s endpoint_url, http://localhost:6320)',
    )
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--region <name>', 'region to sign for; the server takes any')
}

/** @returns the exit code, after telling the user what was wrong */
function report(error: unknown): number {
  // Commander has printed the message, or the help or version that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`twinlock: ${printableLines(message)}\n`)
  if (error instanceof CommandFailure || error instanceof CommandError) return error.exitCode
  return error instanceof ConfigError || error instanceof SeedError ? 2 : 1
}
