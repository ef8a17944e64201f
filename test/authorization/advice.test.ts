import { expect, it } from 'vitest'
import { advise, adviseOnRule } from '../../src/authorization/advice.ts'
import type { Refusal } from '../../src/authorization/refusal.ts'
import type { Caller, Principal } from '../../src/identity/principal.ts'
import { evaluate, type PolicySet } from '../../src/policy/evaluate.ts'
import { account, applied, contextOf, document } from '../policy/decide.ts'

const now = new Date('2026-01-15T12:00:00Z')
const device = `arn:aws:iam::${account}:mfa/phone`
const user: Principal = {
  kind: 'user',
  accountId: account,
  arn: `arn:aws:iam::${account}:user/bob`,
  userId: 'AIDAEXAMPLE',
  userName: 'bob',
  path: '/',
}
const role: Principal = {
  kind: 'role',
  accountId: account,
  arn: `arn:aws:sts::${account}:assumed-role/ops/s`,
  userId: 'AROAEXAMPLE:s',
  roleId: 'AROAEXAMPLE',
  roleName: 'ops',
  roleArn: `arn:aws:iam::${account}:role/ops`,
  sessionName: 's',
}
const callerOf = (principal: Principal): Caller => ({
  principal,
  accessKeyId: 'AKIAEXAMPLE',
  region: 'us-east-1',
  session: undefined,
})

function refusalOf(
  policies: PolicySet,
  context: Record<string, string> = {},
  principal: Principal = user,
  action = 's3:ListAllMyBuckets',
): Refusal {
  const request = { action, resource: '*', context: contextOf(context) }
  const decision = evaluate(request, policies)
  expect(decision.outcome).not.toBe('allowed')
  return { caller: callerOf(principal), now, request, policies, decision }
}

const withMfa: PolicySet = {
  identity: [applied(document({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } } }))],
}
const freshMfa: PolicySet = {
  identity: [applied(document({ Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': ['3600'] } } }))],
}

it('enrols first whoever has no device', () => {
  expect(advise(refusalOf(withMfa), undefined)?.command).toContain('--virtual-mfa-device-name bob ')
})

it('gets a session with the device that is there', () => {
  expect(advise(refusalOf(withMfa), device)).toEqual({
    text: 'With MFA it would be allowed: verify a code.',
    command: `twinlock sts get-session-token --serial-number ${device} --token-code CODE`,
  })
})

it('gets a new session when the code is older than the policy allows', () => {
  const old = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '3601' }
  expect(advise(refusalOf(freshMfa, old), device)?.text).toContain('longer ago than the policy allows')
})

it('says nothing where a code would not help', () => {
  expect(advise(refusalOf({ identity: [] }), device)).toBeUndefined()
})

it('does not send a role to a device, as its sessions never carry MFA', () => {
  const advice = advise(refusalOf(withMfa, { 'aws:MultiFactorAuthPresent': 'false' }, role), undefined)
  expect(advice).toEqual({ text: expect.stringContaining('trust policy') })
  const chained = advise(refusalOf(withMfa, {}, role, 'sts:AssumeRole'), undefined)
  expect(chained?.text).toContain('as a user, with a code')
})

it('gives the code with AssumeRole where that is what was refused', () => {
  const command = advise(refusalOf(withMfa, {}, user, 'sts:AssumeRole'), device)?.command
  expect(command).toBe(
    `twinlock sts assume-role --role-arn * --role-session-name NAME --serial-number ${device} --token-code CODE`,
  )
})

it('knows a way around every rule of AWS, with a command where there is a device', () => {
  const rule = { caller: callerOf(user), now, action: 'iam:GetUser', resource: '*' }
  expect(adviseOnRule({ ...rule, rule: 'sessionNeedsMfa' }, undefined)).toEqual({
    text: expect.stringContaining('long-term access key'),
  })
  expect(adviseOnRule({ ...rule, rule: 'sessionNeedsMfa' }, device)?.command).toContain(device)
  expect(adviseOnRule({ ...rule, rule: 'ownDevicesNeedMfa' }, device)?.command).toContain(device)
  expect(adviseOnRule({ ...rule, rule: 'closedToSessions', caller: callerOf(role) }, undefined)?.text).toContain(
    'of a user',
  )
})
