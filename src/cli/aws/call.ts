/** Calls of a command to one service: says when they go to AWS, and explains what goes wrong. */
import type * as Iam from '@aws-sdk/client-iam'
import type * as Sts from '@aws-sdk/client-sts'
import type { ServiceName } from '../../wire/model.ts'
import type { Action, Input, Output } from '../../wire/operation.ts'
import { type Client, createClient } from './client.ts'
import { type Connection, chooseConnection } from './connection.ts'
import { explainError } from './explain-error.ts'
import { type Globals, readGlobals } from './globals.ts'
import type { Parameters } from './parameter-values.ts'
import { loadProfile, type Profile } from './profile.ts'
import type { Terminal } from './terminal.ts'

export interface Caller extends Pick<Client, 'clockOffset'> {
  /** @throws CommandError in the words of the AWS CLI */
  call(action: string, parameters: Parameters): Promise<unknown>
}

export interface CallOptions {
  readonly service: ServiceName
  readonly connection: Connection
  readonly profile: Profile
  readonly globals: Globals
}

/** The first call assumes the role of the profile, where it has one. */
export function createCaller({ service, connection, profile, globals }: CallOptions, terminal: Terminal): Caller {
  const { variables, warn, showsHints } = terminal
  const sts = chooseConnection('sts', globals, profile, variables)
  const client = createClient({ service, connection, stsEndpoint: sts.endpoint, profile, globals, variables })
  const prepare = async () => {
    if (connection.isAws || (client.assumeRole && sts.isAws))
      warn(`twinlock: talking to AWS (profile ${profile.name})\n`)
    try {
      await client.assumeRole?.()
    } catch (error) {
      throw explainError(error, 'AssumeRole', sts)
    }
  }
  let prepared: Promise<void> | undefined
  const call: Caller['call'] = async (action, parameters) => {
    prepared ??= prepare()
    await prepared
    try {
      return await client.call(action, parameters)
    } catch (error) {
      throw explainError(error, action, connection, showsHints)
    }
  }
  return { call, clockOffset: client.clockOffset }
}

/** What our own commands take of an AWS CLI's options. */
export interface ConnectOptions {
  readonly aws?: true
  readonly endpointUrl?: string
  readonly profile?: string
  readonly region?: string
}

/** A call whose parameters and answer are those of the action. */
export type TypedCall<S> = <A extends Action<S>>(action: A, parameters: Input<S, A>) => Promise<Output<S, A>>

/** The services as `twinlock iam` and `twinlock sts` would reach them with these options. */
export interface Services {
  readonly iam: TypedCall<typeof Iam>
  readonly sts: TypedCall<typeof Sts>
  readonly profile: Profile
  /** Of IAM. */
  readonly connection: Connection
  /** Of STS, see Client. */
  readonly clockOffset: Client['clockOffset']
}

/** @throws CommandError for a profile that does not exist, or an endpoint that is no URL */
export async function connect(options: ConnectOptions, terminal: Terminal): Promise<Services> {
  const { aws, endpointUrl, profile: profileName, region } = options
  const given = { aws, 'endpoint-url': endpointUrl, profile: profileName, region }
  const values = Object.entries(given).filter((entry): entry is [string, string | true] => entry[1] !== undefined)
  const globals = readGlobals(new Map(values))
  const profile = await loadProfile(globals.profile, terminal.variables)
  const callOf = (service: ServiceName) => {
    const connection = chooseConnection(service, globals, profile, terminal.variables)
    return { connection, ...createCaller({ service, connection, profile, globals }, terminal) }
  }
  const iam = callOf('iam')
  const sts = callOf('sts')
  return {
    iam: iam.call as Services['iam'],
    sts: sts.call as Services['sts'],
    profile,
    connection: iam.connection,
    clockOffset: sts.clockOffset,
  }
}
