/** Our own commands, as the audit log calls them. Like AWS's operations they have names, and members that may be shown. */
import type { CalledOperation } from '../audit/api-call.ts'
import { lookupEventsModel } from './cloudtrail.ts'

const operation = (action: string, ...members: string[]): CalledOperation => ({
  service: { name: 'twinlock' },
  action,
  input: {
    kind: 'structure',
    members: members.map((name) => ({ name, shape: { kind: 'string', isSensitive: false }, isRequired: false })),
  },
  output: undefined,
})

export const administrationOperations = {
  'end-sign-in-session': operation('EndSignInSession', 'SessionId'),
  'explain-refusal': operation('GetRefusal', 'RequestId'),
  'list-sign-in-sessions': operation('ListSignInSessions', 'UserName'),
  'lookup-events': lookupEventsModel,
  'prepare-mfa-device': operation('PrepareMFADevice', 'UserName', 'DeviceName'),
  'register-hardware-token': operation('RegisterHardwareToken', 'SerialNumber'),
  'unlock-device': operation('UnlockDevice', 'SerialNumber'),
} as const satisfies Readonly<Record<string, CalledOperation>>

export type AdministrationName = keyof typeof administrationOperations

/** The texts of a command's content under the names of its members. */
export function readInput({ input }: CalledOperation, content: Readonly<Record<string, unknown>>): object {
  const parts = input.members.map(({ name }) => [name, content[name.charAt(0).toLowerCase() + name.slice(1)]] as const)
  return Object.fromEntries(parts.filter(([, value]) => typeof value === 'string'))
}
