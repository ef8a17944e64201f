/** What would help a caller who was refused for want of MFA. */
import { evaluate } from '../policy/evaluate.ts'
import { describeMfa, mfaPresent } from './context.ts'
import type { Refusal } from './refusal.ts'

/** A sentence, and the command to type where there is one. */
export interface Advice {
  readonly text: string
  readonly command?: string
}

/**
 * Asks the same policies once more as if a code had been verified just now. `serialNumber`: a device of the user whose
 * request it was, if he has one.
 */
export function adviseOnMfa(refusal: Refusal, serialNumber: string | undefined): Advice | undefined {
  const { request, policies, caller, now } = refusal
  const context = new Map([...request.context, ...describeMfa(now, now)])
  if (evaluate({ ...request, context }, policies).outcome !== 'allowed') return undefined
  switch (caller.principal.kind) {
    case 'role':
      return {
        text: 'With MFA it would be allowed, but a role session never carries MFA: demand MFA in the trust policy of the role, where the code is seen, and not in its permissions.',
      }
    case 'federated':
      return { text: 'With MFA it would be allowed, but a federated session never carries MFA.' }
    default:
      return adviseUser(request.context.get(mfaPresent)?.[0] === 'true', serialNumber)
  }
}

function adviseUser(hasMfa: boolean, serialNumber: string | undefined): Advice {
  if (serialNumber === undefined) {
    return {
      text: 'With MFA it would be allowed, and this user has no MFA device yet: create one, enable it with two codes, then get a session with the next.',
      command:
        'twinlock iam create-virtual-mfa-device --virtual-mfa-device-name NAME --outfile QRCode.png --bootstrap-method QRCodePNG',
    }
  }
  return {
    text: hasMfa
      ? 'The code of this session was verified longer ago than the policy allows: get a new session.'
      : 'With MFA it would be allowed: get a session with a code.',
    command: `twinlock sts get-session-token --serial-number ${serialNumber} --token-code CODE`,
  }
}
