/** What is measured: operations as the bytes of signed requests. */
import { signRequest } from '../src/sigv4/sign.ts'
import { encodePercent } from '../src/wire/percent-encoding.ts'
import { callersOf, codesOfRound, credentialsOf, type Population, serialNumber, timeOfRound } from './population.ts'

export interface Case {
  readonly title: string
  readonly service: 'iam' | 'sts'
  /** Undefined where the same request may be sent again and again; else more than any server answers in a second. */
  readonly mostPerSecond: number | undefined
  parameters(round: number, index: number, population: Population): Readonly<Record<string, string>>
}

/** Spreads the requests over the devices: a prime, so that none is left out, and 1 modulo the callers, who own them in turn. */
const deviceStride = 7001

const definitions = {
  GetCallerIdentity: {
    title: 'GetCallerIdentity',
    service: 'sts',
    mostPerSecond: undefined,
    parameters: () => ({}),
  },
  GetSessionToken: {
    title: 'GetSessionToken with MFA',
    service: 'sts',
    mostPerSecond: 15_000,
    parameters: (round, index, { devices }) => ({
      SerialNumber: serialNumber((index * deviceStride) % devices),
      TokenCode: codesOfRound(round)[Math.floor(index / devices)] ?? '',
    }),
  },
  CreateVirtualMFADevice: {
    title: 'CreateVirtualMFADevice',
    service: 'iam',
    mostPerSecond: 4_000,
    parameters: (round, index) => ({ VirtualMFADeviceName: `new-${round}-${index}` }),
  },
  ListVirtualMFADevices: {
    title: 'ListVirtualMFADevices, a page of 100',
    service: 'iam',
    mostPerSecond: undefined,
    parameters: () => ({ MaxItems: '100' }),
  },
} satisfies Readonly<Record<string, Case>>

export type CaseName = keyof typeof definitions

export const cases: Readonly<Record<CaseName, Case>> = definitions
export const caseNames = Object.keys(cases) as readonly CaseName[]

const versions = { iam: '2010-05-08', sts: '2011-06-15' }

export interface Preparation {
  readonly caseName: CaseName
  readonly port: number
  readonly round: number
  readonly population: Population
  readonly count: number
}

/** Whole HTTP requests, with the headers that the AWS CLI sends. */
export function prepareRequests({ caseName, port, round, population, count }: Preparation): Buffer[] {
  const { service, parameters } = cases[caseName]
  const callers = callersOf(population)
  const now = new Date(timeOfRound(round))
  return Array.from({ length: count }, (_, index) => {
    const form = { Action: caseName, Version: versions[service], ...parameters(round, index, population) }
    const body = Buffer.from(
      Object.entries(form)
        .map(([name, value]) => `${name}=${encodePercent(value)}`)
        .join('&'),
    )
    const headers = signRequest(
      {
        method: 'POST',
        path: '/',
        query: '',
        headers: [
          ['Host', `127.0.0.1:${port}`],
          ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
        ],
        body,
      },
      credentialsOf(callers[index % callers.length] ?? 0),
      { service, region: 'us-east-1' },
      now,
    )
    const unsigned = [
      ['Accept-Encoding', 'identity'],
      ['User-Agent', 'aws-cli/2.31.0 md/Botocore#1.40.0 ua/2.1 os/linux#6.12.0 md/arch#x86_64 lang/python#3.13.0'],
      ['Content-Length', String(body.length)],
    ] as const
    const lines = [...unsigned, ...headers].map(([name, value]) => `${name}: ${value}\r\n`)
    return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body])
  })
}
