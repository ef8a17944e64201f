/** The options that every operation takes, as values. */
import type { ArgumentValues } from './command-option.ts'

export interface Globals {
  readonly aws: boolean
  readonly endpointUrl: string | undefined
  readonly profile: string | undefined
  readonly region: string | undefined
  readonly output: string | undefined
  readonly query: string | undefined
  readonly color: string
  readonly isSigned: boolean
  readonly verifyCertificates: boolean
  readonly caBundle: string | undefined
  /** In seconds; 0 for ever. */
  readonly readTimeout: number
  readonly connectTimeout: number
}

export function readGlobals(values: ArgumentValues): Globals {
  const text = (name: string) => {
    const value = values.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const seconds = (name: string) => Number(values.get(name) ?? 60)
  return {
    aws: values.has('aws'),
    endpointUrl: text('endpoint-url'),
    profile: text('profile'),
    region: text('region'),
    output: text('output'),
    query: text('query'),
    color: text('color') ?? 'auto',
    isSigned: values.get('sign-request') !== false,
    verifyCertificates: values.get('verify-ssl') !== false,
    caBundle: text('ca-bundle'),
    readTimeout: seconds('cli-read-timeout'),
    connectTimeout: seconds('cli-connect-timeout'),
  }
}
