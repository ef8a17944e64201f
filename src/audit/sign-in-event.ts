/**
 * Events of people who sign in, to be written with `recordEvent` in the transaction that counts the attempt or begins the
 * session. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
import type { LongTermPrincipal } from '../identity/principal.ts'
import { type AuditEvent, type EventContent, makeEvent, type Occasion } from './event.ts'
import type { Resource } from './resources.ts'
import { identityOfPrincipal, userNameOf } from './user-identity.ts'

/** What happened. Nothing in it is secret, or may be made so: all of it is written down. */
export type SignInHappening =
  /** The whole sign-in, once: when it succeeds, or at what it failed. */
  | {
      readonly eventName: 'ConsoleLogin'
      /** Where the browser wants to go: `https://iam.example.com/console`. */
      readonly loginTo: string
      /** The device that was shown: its serial number. */
      readonly mfaIdentifier: string | undefined
    }
  /** The second step alone. */
  | { readonly eventName: 'CheckMfa'; readonly mfaType: 'Virtual MFA' | 'Hardware MFA' | 'U2F MFA' }
  /** The new password that a sign-in demanded. Like the operation, so that one lookup finds all of them. */
  | { readonly eventName: 'ChangePassword' }
  /** A passkey, which no operation enrols. */
  | { readonly eventName: 'EnableMFADevice'; readonly serialNumber: string }
  /** `aws login`: a person's consent, and the credentials that were got by it. */
  | {
      readonly eventName: 'AuthorizeOAuth2Access' | 'CreateOAuth2Token'
      /** `client_id`, `grant_type` and the like; neither codes nor tokens. */
      readonly parameters: Readonly<Record<string, string>>
    }

export interface SignInOutcome {
  /** Undefined: nobody has that name. */
  readonly principal: LongTermPrincipal | undefined
  /** Of the session, where there is one. */
  readonly accessKeyId?: string
  /** Left out: it succeeded. `Failed authentication` in AWS's words, or what the person was told. */
  readonly failure?: string
}

export const failedAuthentication = 'Failed authentication'

export function signInEvent(occasion: Occasion, happening: SignInHappening, outcome: SignInOutcome): AuditEvent {
  const { principal, accessKeyId, failure } = outcome
  return makeEvent(occasion, {
    eventSource: 'signin.amazonaws.com',
    eventName: happening.eventName,
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    region: 'us-east-1',
    userIdentity: principal ? identityOfPrincipal(principal, accessKeyId) : unknownUser(occasion.accountId),
    userName: principal && userNameOf(principal),
    accessKeyId,
    error: failure === undefined ? undefined : { message: failure },
    requestParameters: null,
    responseElements: null,
    resources: principal?.kind === 'user' ? [['AWS::IAM::User', principal.userName]] : [],
    ...describe(happening, failure === undefined ? 'Success' : 'Failure'),
  })
}

/** Somebody may have typed a password into the field for the name. */
function unknownUser(accountId: string): object {
  return { type: 'IAMUser', accountId, accessKeyId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }
}

function describe(happening: SignInHappening, result: 'Success' | 'Failure'): Partial<EventContent> {
  switch (happening.eventName) {
    case 'ConsoleLogin': {
      const { loginTo, mfaIdentifier } = happening
      return {
        responseElements: { ConsoleLogin: result },
        additionalEventData: {
          LoginTo: loginTo.slice(0, 2048),
          MobileVersion: 'No',
          MFAIdentifier: mfaIdentifier,
          MFAUsed: mfaIdentifier === undefined ? 'No' : 'Yes',
        },
      }
    }
    case 'CheckMfa':
      return { responseElements: { CheckMfa: result }, additionalEventData: { MfaType: happening.mfaType } }
    case 'ChangePassword':
      return { eventSource: 'iam.amazonaws.com', eventType: 'AwsApiCall' }
    case 'EnableMFADevice': {
      const { serialNumber } = happening
      const resources: Resource[] = [['AWS::IAM::MFADevice', serialNumber]]
      return {
        eventSource: 'iam.amazonaws.com',
        eventType: 'AwsApiCall',
        requestParameters: { serialNumber },
        resources,
      }
    }
    default:
      return {
        eventType: 'AwsApiCall',
        requestParameters: happening.parameters,
        additionalEventData: { success: String(result === 'Success') },
      }
  }
}
