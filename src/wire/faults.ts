/**
 * Every error that a client of the AWS API can receive: one class, a closed set of names.
 *
 * Operations throw an AwsFault by name; `wire/xml.ts` turns it into bytes. Whatever else is thrown becomes an opaque 500.
 */
import { type ModelledFaultName, modelledFault } from './model.ts'

/**
 * The errors that any operation can answer, with their HTTP statuses.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const commonFaults = {
  AccessDenied: 403,
  ExpiredToken: 403,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidParameterValue: 400,
  MalformedInput: 400,
  MalformedQueryString: 400,
  MissingAuthenticationToken: 403,
  NotImplemented: 501,
  RequestEntityTooLarge: 413,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  Throttling: 400,
  ValidationError: 400,
} as const

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html#API_LookupEvents_Errors */
export const cloudTrailFaults = {
  InvalidLookupAttributesException: 400,
  InvalidMaxResultsException: 400,
  InvalidNextTokenException: 400,
  InvalidTimeRangeException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
} as const

export type CloudTrailFaultName = keyof typeof cloudTrailFaults
export type CommonFaultName = keyof typeof commonFaults
export type FaultName = CommonFaultName | CloudTrailFaultName | ModelledFaultName

export interface FaultOptions {
  /**
   * The transaction is committed although the request is refused: what was written counts the attempt or spends the code.
   * Set by `verification/`, and by whatever refuses a request after a code was accepted, before anything else was written.
   */
  readonly keepsWrites?: boolean
  /** What the server knows besides; never answered. */
  readonly cause?: unknown
}

export class AwsFault extends Error {
  /** What the client reads in `Code`. */
  readonly code: string
  /** The HTTP status. */
  readonly status: number
  /** Whose fault it is: `Sender` the client's, `Receiver` the server's. */
  readonly type: 'Sender' | 'Receiver'
  readonly keepsWrites: boolean

  /** An empty message leaves the `Message` element out, as AWS does for MalformedInput. */
  constructor(name: FaultName, message: string, options: FaultOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'AwsFault'
    const { code, status, isSender } = isModelled(name) ? modelledFault(name) : unmodelledFault(name)
    this.code = code
    this.status = status
    this.type = isSender ? 'Sender' : 'Receiver'
    this.keepsWrites = options.keepsWrites ?? false
  }
}

/** @param name - what AWS calls the quota: `RolesPerAccount` */
export function quotaExceeded(name: string, quota: number): AwsFault {
  return new AwsFault('LimitExceeded', `Cannot exceed quota for ${name}: ${quota}`)
}

const unmodelledFaults: Readonly<Record<CommonFaultName | CloudTrailFaultName, number>> = {
  ...commonFaults,
  ...cloudTrailFaults,
}

function isModelled(name: FaultName): name is ModelledFaultName {
  return !(name in unmodelledFaults)
}

function unmodelledFault(name: CommonFaultName | CloudTrailFaultName) {
  const status = unmodelledFaults[name]
  return { code: name, status, isSender: status < 500 }
}
