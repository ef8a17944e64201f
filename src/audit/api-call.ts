/** Events of AWS's APIs. */
import type { Caller, Principal } from '../identity/principal.ts'
import { type AwsFault, commonFaults } from '../wire/faults.ts'
import type { OperationModel } from '../wire/model.ts'
import { disclose, hidden, hidePrivateKeys, secretTexts } from './disclosure.ts'
import { type AuditEvent, makeEvent, type Occasion } from './event.ts'
import { findResources } from './resources.ts'
import { type Claimant, identityOfCaller, identityOfClaimant, userNameOf } from './user-identity.ts'

export interface CalledOperation extends Pick<OperationModel, 'action' | 'input' | 'output'> {
  readonly service: { readonly name: OperationModel['service']['name'] | 'cloudtrail' | 'twinlock' }
}

export interface ApiCall {
  readonly by: Caller | Claimant
  readonly model: CalledOperation
  /** Undefined where the request was refused before it was decoded. */
  readonly input: object | undefined
  /** What was answered. */
  readonly outcome: AwsFault | object
  /** Whether the answer is not kept, since the request changed nothing and issued nothing. */
  readonly isRead: boolean
}

export function apiCallEvent(occasion: Occasion, { by, model, input, outcome, isRead }: ApiCall): AuditEvent {
  const { service, action } = model
  const fault = outcome instanceof Error ? (outcome as AwsFault) : undefined
  const answer = fault ? undefined : outcome
  return makeEvent(occasion, {
    ...describeCaller(by, occasion.accountId),
    eventSource: service.name === 'twinlock' ? 'twinlock' : `${service.name}.amazonaws.com`,
    eventName: action,
    eventType: 'AwsApiCall',
    readOnly: isReadOnly(model),
    // IAM is one for all regions, and keeps its log in this one.
    region: service.name === 'iam' ? 'us-east-1' : by.region,
    error: fault && { code: errorCode(fault), message: hideSecrets(fault.message, model, input) },
    requestParameters: input ? disclose(model.input, input) : null,
    responseElements: answer && model.output && !isRead ? disclose(model.output, answer) : null,
    resources: input ? findResources(model.input, input, answer) : [],
  })
}

export function describeCaller(by: Caller | Claimant, accountId: string) {
  const { accessKeyId } = by
  if (!('holder' in by)) {
    return { userIdentity: identityOfCaller(by), userName: userNameOf(by.principal), accessKeyId }
  }
  const { holder } = by
  const principal: Principal | undefined = 'arn' in holder ? holder : undefined
  return {
    userIdentity: identityOfClaimant(by, accountId),
    userName: principal && userNameOf(principal),
    accessKeyId,
  }
}

/** CloudTrail calls all of STS reading: it changes nothing that is AWS's. */
export function isReadOnly({ service, action }: Pick<CalledOperation, 'service' | 'action'>): boolean {
  return service.name === 'sts' || /^(Get|List|Lookup|Simulate|Generate)/.test(action)
}

/** As the model names it, where the wire has a code of its own: `NoSuchEntityException`. */
function errorCode({ code }: AwsFault): string {
  return code in commonFaults || code.endsWith('Exception') ? code : `${code}Exception`
}

/** STS repeats the value that it refuses, IAM a certificate that is none. */
function hideSecrets(message: string, { input: structure }: ApiCall['model'], input: object | undefined): string {
  if (message === '' || !input) return message
  const shown = secretTexts(structure, input).reduce((text, secret) => text.replaceAll(secret, hidden), message)
  return hidePrivateKeys(shown)
}
