/**
 * Every setting, declared once: its flag, its variable, its default, what it accepts and what it is for. The flags of
 * `twinlock serve`, its help and docs/configuration.md are made from this table. No other file reads the environment.
 */
import { readFileSync } from 'node:fs'
import { nearestName } from './edit-distance.ts'
import {
  logLevels,
  matching,
  parseAccessKeyId,
  parseDatabaseUrl,
  parseLogLevel,
  parseMasterKey,
  parseOrigin,
  parseSecretAccessKey,
  parseSwitch,
  wholeNumber,
} from './setting-values.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The environment of this process. */
export const environment: Environment = process.env

export interface Setting<T = unknown> {
  /** `port` for `--port`; undefined where a command line, which every user of the machine can list, must not show it. */
  readonly flag?: string
  readonly variable: `TWINLOCK_${string}`
  /** What stands for the value in the help; undefined for a switch. */
  readonly placeholder?: string
  /** How the documentation words the default. */
  readonly defaultText: string
  readonly help: string
  /** A secret can also be given as a file, by `…_FILE`, and no message shows its value. */
  readonly isSecret?: true
  /** @throws RangeError that says what the value must be. */
  parse(text: string): T
}

const setting = <T>(declaration: Setting<T>): Setting<T> => declaration

export const settings = {
  host: setting({
    flag: 'host',
    variable: 'TWINLOCK_HOST',
    placeholder: 'address',
    defaultText: '127.0.0.1 and ::1',
    help: 'address or name to listen on; 0.0.0.0 or :: for every interface',
    parse: matching(/^[\w.:%-]+$/, 'an IP address or a host name'),
  }),
  port: setting({
    flag: 'port',
    variable: 'TWINLOCK_PORT',
    placeholder: 'number',
    defaultText: '6320',
    help: 'TCP port to listen on; 0 lets the system choose one',
    parse: wholeNumber(0, 65_535),
  }),
  publicUrl: setting({
    flag: 'public-url',
    variable: 'TWINLOCK_PUBLIC_URL',
    placeholder: 'origin',
    defaultText: 'http://localhost and the port',
    help: 'origin under which browsers reach the server, such as https://iam.example.com: passkeys are bound to it',
    parse: parseOrigin,
  }),
  trustProxy: setting({
    flag: 'trust-proxy',
    variable: 'TWINLOCK_TRUST_PROXY',
    defaultText: 'off',
    help: 'believe X-Forwarded-For and X-Forwarded-Proto, for the conditions aws:SourceIp and aws:SecureTransport: only behind a proxy that sets both',
    parse: parseSwitch,
  }),
  dataDir: setting({
    flag: 'data-dir',
    variable: 'TWINLOCK_DATA_DIR',
    placeholder: 'directory',
    defaultText: './twinlock-data',
    help: 'directory of the database, the master key and the first credentials; created when missing',
    parse: matching(/^[^\0]+$/, 'a directory'),
  }),
  databaseUrl: setting({
    flag: 'database-url',
    variable: 'TWINLOCK_DATABASE_URL',
    placeholder: 'url',
    defaultText: 'SQLite in the data directory',
    help: 'PostgreSQL database, postgres://user:password@host/name; requires TWINLOCK_MASTER_KEY. The variable keeps the password out of the list of processes',
    isSecret: true,
    parse: parseDatabaseUrl,
  }),
  ephemeral: setting({
    flag: 'ephemeral',
    variable: 'TWINLOCK_EPHEMERAL',
    defaultText: 'off',
    help: 'keep everything in memory; it is gone when the server stops',
    parse: parseSwitch,
  }),
  accountId: setting({
    flag: 'account-id',
    variable: 'TWINLOCK_ACCOUNT_ID',
    placeholder: 'id',
    defaultText: '123456789012',
    help: 'AWS account id that the server plays, fixed on the first run',
    parse: matching(/^\d{12}$/, '12 digits'),
  }),
  testMode: setting({
    flag: 'test-mode',
    variable: 'TWINLOCK_TEST_MODE',
    defaultText: 'off',
    help: 'in memory, with unauthenticated endpoints that reset the server, move its clock and tell the code of any device',
    parse: parseSwitch,
  }),
  seed: setting({
    flag: 'seed',
    variable: 'TWINLOCK_SEED',
    placeholder: 'file',
    defaultText: 'none',
    help: 'JSON file with the users, devices and policies that the account begins with, in test mode only: docs/seeds.md',
    parse: matching(/^[^\0]+$/, 'a file'),
  }),
  mfaLockout: setting({
    flag: 'mfa-lockout',
    variable: 'TWINLOCK_MFA_LOCKOUT',
    placeholder: 'count',
    defaultText: '100',
    help: 'wrong codes in a row after which an MFA device is locked until it is resynchronized or unlocked; 0 for never',
    parse: wholeNumber(0, 1_000_000),
  }),
  sessionIdleMinutes: setting({
    flag: 'session-idle-minutes',
    variable: 'TWINLOCK_SESSION_IDLE_MINUTES',
    placeholder: 'minutes',
    defaultText: '60',
    help: 'a console session ends after so many minutes without a request',
    parse: wholeNumber(1, 720),
  }),
  sessionHours: setting({
    flag: 'session-hours',
    variable: 'TWINLOCK_SESSION_HOURS',
    placeholder: 'hours',
    defaultText: '12',
    help: 'a session that was begun by signing in ends after so many hours, however busy it is',
    parse: wholeNumber(1, 12),
  }),
  auditRetentionDays: setting({
    flag: 'audit-retention-days',
    variable: 'TWINLOCK_AUDIT_RETENTION_DAYS',
    placeholder: 'days',
    defaultText: '90',
    help: 'events of the audit log are deleted after so many days; 0 for never',
    parse: wholeNumber(0, 36_500),
  }),
  auditReads: setting({
    flag: 'audit-reads',
    variable: 'TWINLOCK_AUDIT_READS',
    defaultText: 'off',
    help: 'record successful reads (List…, Get…) in the audit log too, not only changes, sessions and refusals',
    parse: parseSwitch,
  }),
  logLevel: setting({
    flag: 'log-level',
    variable: 'TWINLOCK_LOG_LEVEL',
    placeholder: 'level',
    defaultText: 'info',
    help: `least severe messages that are logged: ${logLevels.join(', ')}`,
    parse: parseLogLevel,
  }),
  masterKey: setting({
    variable: 'TWINLOCK_MASTER_KEY',
    placeholder: 'base64',
    defaultText: 'the file master.key in the data directory',
    help: 'key that seals every secret at rest: 32 random bytes in base64 (openssl rand -base64 32)',
    isSecret: true,
    parse: parseMasterKey,
  }),
  rootAccessKeyId: setting({
    variable: 'TWINLOCK_ROOT_ACCESS_KEY_ID',
    placeholder: 'id',
    defaultText: 'made on the first run',
    help: "root user's access key id, used on the first run only",
    parse: parseAccessKeyId,
  }),
  rootSecretAccessKey: setting({
    variable: 'TWINLOCK_ROOT_SECRET_ACCESS_KEY',
    placeholder: 'secret',
    defaultText: 'made on the first run',
    help: "root user's secret access key, used on the first run only, together with the id",
    isSecret: true,
    parse: parseSecretAccessKey,
  }),
  rootEmail: setting({
    variable: 'TWINLOCK_ROOT_EMAIL',
    placeholder: 'address',
    defaultText: 'root@localhost',
    help: "root user's e-mail address for signing in, used on the first run only",
    parse: matching(/^(?=.{3,254}$)[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u, 'an e-mail address'),
  }),
  rootPassword: setting({
    variable: 'TWINLOCK_ROOT_PASSWORD',
    placeholder: 'password',
    defaultText: 'made on the first run',
    help: "root user's password for signing in, used on the first run only",
    isSecret: true,
    parse: matching(/^\P{Cc}{8,128}$/u, '8 to 128 characters, none of them a control character'),
  }),
} as const

export type SettingName = keyof typeof settings

/** What the command line gave, by the setting's name: `dataDir` for `--data-dir`. */
export type Flags = { readonly [K in SettingName]?: string | boolean | undefined }

type Given = { readonly [K in SettingName]?: (typeof settings)[K] extends Setting<infer T> ? T : never }

const defaults = {
  port: 6320,
  trustProxy: false,
  dataDir: './twinlock-data',
  ephemeral: false,
  accountId: '123456789012',
  testMode: false,
  mfaLockout: 100,
  sessionIdleMinutes: 60,
  sessionHours: 12,
  auditRetentionDays: 90,
  auditReads: false,
  logLevel: 'info',
} as const satisfies Given

/** Settings without a default are absent when they were not given. */
export type Config = Given & Required<Pick<Given, keyof typeof defaults>>

/** Everything that is wrong with the configuration, a line for each. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * The configuration from flags and variables; a flag beats its variable.
 *
 * @throws ConfigError with all problems at once.
 */
export function readConfig(flags: Flags, variables: Environment, readFile = readTextFile): Config {
  const problems = unknownVariables(variables)
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(settings) as SettingName[]) {
    const declaration: Setting = settings[name]
    try {
      const source = findValue(name, declaration, flags, variables, readFile)
      if (source) given[name] = parseValue(declaration, source)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push(error.message)
    }
  }
  problems.push(...conflicts(given))
  if (problems.length > 0) throw new ConfigError(problems)
  return { ...defaults, ...given }
}

/** The name under which the value was given, for messages, and its text. */
interface Source {
  readonly name: string
  readonly text: string
}

function findValue(
  name: SettingName,
  { flag, variable, isSecret }: Setting,
  flags: Flags,
  variables: Environment,
  readFile: (path: string) => string,
): Source | undefined {
  const fromFlag = flags[name]
  const text = variables[variable]
  const file = isSecret ? variables[`${variable}_FILE`] : undefined
  if (text !== undefined && file !== undefined) {
    throw new RangeError(`${variable} and ${variable}_FILE are both set: only one of them can count`)
  }
  if (flag && fromFlag !== undefined) return { name: `--${flag}`, text: String(fromFlag) }
  if (file !== undefined) return { name: `${variable}_FILE`, text: readSecret(`${variable}_FILE`, file, readFile) }
  if (text === undefined || (variable === 'TWINLOCK_PORT' && isServiceLink(variable, text))) return undefined
  return { name: variable, text }
}

function readSecret(name: string, path: string, readFile: (path: string) => string): string {
  try {
    // Editors and `echo` end a file with a line break that belongs to no secret.
    return readFile(path).replace(/\r?\n$/, '')
  } catch (error) {
    throw new RangeError(
      `${name}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    )
  }
}

function parseValue({ isSecret, parse }: Setting, { name, text }: Source): unknown {
  if (text === '') throw new RangeError(`${name} is empty: give it a value, or leave it out`)
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RangeError(`${name} must be ${error.message}${isSecret ? '' : `, not ${JSON.stringify(text)}`}`)
  }
}

function conflicts(given: Given): string[] {
  const problems: string[] = []
  for (const mode of ['testMode', 'ephemeral'] as const) {
    for (const place of ['dataDir', 'databaseUrl'] as const) {
      if (given[mode] && given[place] !== undefined) {
        problems.push(`--${settings[mode].flag} keeps everything in memory: leave out ${spellings(place)}`)
      }
    }
  }
  if (given.seed !== undefined && !given.testMode) {
    problems.push(
      `${spellings('seed')} is for --test-mode alone: fill a server that keeps its data through the API of IAM`,
    )
  }
  if (given.databaseUrl !== undefined && given.masterKey === undefined) {
    problems.push(
      `${spellings('databaseUrl')} requires TWINLOCK_MASTER_KEY, the same for every server on that database`,
    )
  }
  if ((given.rootAccessKeyId === undefined) !== (given.rootSecretAccessKey === undefined)) {
    problems.push('TWINLOCK_ROOT_ACCESS_KEY_ID and TWINLOCK_ROOT_SECRET_ACCESS_KEY can only be given together')
  }
  return problems
}

function spellings(name: 'dataDir' | 'databaseUrl' | 'seed'): string {
  return `--${settings[name].flag} (${settings[name].variable})`
}

/** A misspelt variable must not be a setting that silently does nothing. */
function unknownVariables(variables: Environment): string[] {
  const known = new Set<string>()
  for (const { variable, isSecret } of Object.values<Setting>(settings)) {
    known.add(variable)
    if (isSecret) known.add(`${variable}_FILE`)
  }
  const problems: string[] = []
  for (const [name, text] of Object.entries(variables)) {
    if (!name.startsWith('TWINLOCK_') || known.has(name) || isServiceLink(name, text ?? '')) continue
    const meant = nearestName(name, known)
    problems.push(`${name} is not a setting${meant ? `: is ${meant} meant?` : ''}`)
  }
  return problems
}

/**
 * Kubernetes describes every Service to every container in such variables, so a Service named `twinlock` or
 * `twinlock-database` would be taken for settings.
 * https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
 */
function isServiceLink(name: string, text: string): boolean {
  if (/^TWINLOCK_(\w+_)?SERVICE_(HOST|PORT(_\w+)?)$/.test(name)) return true
  if (/^TWINLOCK_(\w+_)?PORT_\d+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)$/.test(name)) return true
  return /^TWINLOCK_(\w+_)?PORT(_\d+_(TCP|UDP|SCTP))?$/.test(name) && /^(tcp|udp|sctp):\/\//.test(text)
}

function readTextFile(path: string): string {
  return readFileSync(path, 'utf8')
}
