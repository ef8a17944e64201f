/**
 * What the texts of settings may be. Each function throws a RangeError whose message completes "… must be"; it never repeats
 * the text, which may be a secret.
 */

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export function matching(pattern: RegExp, description: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) throw new RangeError(description)
    return text
  }
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most) {
      throw new RangeError(`a whole number from ${least} to ${most}`)
    }
    return Number(text)
  }
}

export function parseSwitch(text: string): boolean {
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new RangeError('true or false')
}

export function parseLogLevel(text: string): (typeof logLevels)[number] {
  const level = logLevels.find((name) => name === text)
  if (!level) throw new RangeError(`one of ${logLevels.join(', ')}`)
  return level
}

/** One that begins with ASIA would be taken for a session's. */
export const parseAccessKeyId = matching(
  /^(?!ASIA)\w{16,128}$/,
  '16 to 128 letters, digits or underscores and not begin with ASIA',
)

export const parseSecretAccessKey = matching(/^[!-~]{8,128}$/, '8 to 128 printable ASCII characters without blanks')

/** `2026-01-31T12:00:00Z`, with any offset from UTC. */
export function isTime(value: unknown): value is string {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
  return typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value))
}

export function parseOrigin(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) {
    throw new RangeError('an http or https origin without a path, such as https://iam.example.com')
  }
  return url.origin
}

export function parseDatabaseUrl(text: string): string {
  if (!/^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new RangeError('a URL such as postgres://user:password@host:5432/name')
  }
  return text
}

export function parseMasterKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32 || key.toString('base64') !== text) {
    throw new RangeError('32 bytes in base64, as openssl rand -base64 32 prints them')
  }
  return key
}
