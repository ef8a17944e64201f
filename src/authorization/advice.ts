/** What would help a caller who was refused: a code, or what a code cannot give. */
import { evaluate } from '../policy/evaluate.ts'
import { trace } from '../policy/trace.ts'
import { describeMfa, mfaPresent } from './context.ts'
import type { Refusal } from './refusal.ts'
import type { RuleRefusal } from './rule-refusal.ts'

/** A sentence, and the command to type where there is one. */
export interface Advice {
  readonly text: string
  readonly command?: string
}

/**
 * Asks the same policies once more as if a code had been verified just now. `serialNumber`: a device of the user whose
 * request it was, if there is one. Undefined: nothing that the caller could do.
 */
export function advise(refusal: Refusal, serialNumber: string | undefined): Advice | undefined {
  const { request, policies, caller, decision } = refusal
  if (wouldMfaHelp(refusal)) return adviseOnMfa(refusal, serialNumber)
  const isUntrusted = decision.outcome === 'implicitDeny' && decision.kind === 'resource'
  if (!isUntrusted || trace(request, policies).unmetAllows.some(({ kind }) => kind === 'resource')) return undefined
  return {
    text: `No statement of the trust policy lets ${caller.principal.arn} do this: it must name the caller or the account.`,
    command: `twinlock iam get-role --role-name ${policies.resource?.name ?? 'NAME'}`,
  }
}

export function wouldMfaHelp({ request, policies, now }: Pick<Refusal, 'request' | 'policies' | 'now'>): boolean {
  const context = new Map([...request.context, ...describeMfa(now, now)])
  return evaluate({ ...request, context }, policies).outcome === 'allowed'
}

/** A caller whom MFA would help. */
function adviseOnMfa({ request, caller }: Refusal, serialNumber: string | undefined): Advice {
  const { principal, session } = caller
  if (session?.signIn) return signInWithMfa(serialNumber !== undefined)
  const isForRole = request.action === 'sts:AssumeRole'
  switch (principal.kind) {
    case 'role':
      return {
        text: isForRole
          ? 'With MFA it would be allowed, but a role session never carries MFA: assume this role as a user, with a code.'
          : 'With MFA it would be allowed, but a role session never carries MFA: demand MFA in the trust policy of the role, where the code is seen, and not in its permissions.',
      }
    case 'federated':
      return { text: 'With MFA it would be allowed, but a federated session never carries MFA.' }
    default: {
      const hasMfa = request.context.get(mfaPresent)?.[0] === 'true'
      if (serialNumber === undefined) return enrolFirst(principal.kind === 'user' ? principal.userName : 'NAME')
      return {
        text: hasMfa
          ? 'The code of this session was verified longer ago than the policy allows: verify another.'
          : 'With MFA it would be allowed: verify a code.',
        command: isForRole
          ? `twinlock sts assume-role --role-arn ${request.resource} --role-session-name NAME --serial-number ${serialNumber} --token-code CODE`
          : sessionWithCode(serialNumber),
      }
    }
  }
}

/** For people in a browser, and at a command line that signs in there. */
function signInWithMfa(hasDevice: boolean): Advice {
  return {
    text: hasDevice
      ? 'With MFA it would be allowed: sign in again, with a code or a passkey.'
      : 'With MFA it would be allowed: add an MFA device under My security, then sign in again with it.',
  }
}

function enrolFirst(deviceName: string): Advice {
  return {
    text: 'With MFA it would be allowed, and this user has no MFA device yet: create one, enable it with two codes, then get a session with the next.',
    command: `twinlock iam create-virtual-mfa-device --virtual-mfa-device-name ${deviceName} --outfile QRCode.png --bootstrap-method QRCodePNG`,
  }
}

/** The same for a refusal by one of AWS's own rules. */
export function adviseOnRule({ rule, caller }: RuleRefusal, serialNumber: string | undefined): Advice | undefined {
  if (rule === 'ownDevicesNeedMfa' && caller.session?.signIn) {
    return { text: 'Sign in again with a device that you have, and do it then; or let an administrator do it.' }
  }
  const command = serialNumber === undefined ? {} : { command: sessionWithCode(serialNumber) }
  switch (rule) {
    case 'ownDevicesNeedMfa':
      return {
        text: 'Get a session with a code of the device, and do it in there; or let an administrator do it.',
        ...command,
      }
    case 'sessionNeedsMfa':
      return serialNumber === undefined
        ? { text: 'Call IAM with the long-term access key: this user has no MFA device for a session with a code.' }
        : { text: 'Call IAM with the long-term access key, or get a session with a code.', ...command }
    case 'federatedUser':
      return { text: 'Call it with a key of the user, or assume a role: a role session may call IAM.' }
    case 'closedToSessions':
      return caller.principal.kind === 'role'
        ? { text: 'Call it with the long-term access key of a user.' }
        : { text: 'Call it with the long-term access key.' }
    case 'noSuchRole':
      return { text: 'Look for the right ARN, with its path.', command: 'twinlock iam list-roles --query Roles[].Arn' }
  }
}

function sessionWithCode(serialNumber: string): string {
  return `twinlock sts get-session-token --serial-number ${serialNumber} --token-code CODE`
}
