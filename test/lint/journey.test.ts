import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { document, lint, policyFile, selfManage, summaryOf } from './lint.ts'

const read = (name: string) => readFileSync(policyFile(name), 'utf8')
const work = document({ Effect: 'Allow', Action: ['s3:*', 'ec2:Describe*'], Resource: '*' })

/** AWS's own policy, with its last statement exempting others. */
function exempting(change: (actions: string[]) => string[]) {
  const [view, device, own, deny] = selfManage.Statement
  return document(view, device, own, { ...deny, NotAction: change(deny.NotAction) })
}

describe("AWS's own policies", () => {
  it.each(['self-manage-mfa-only', 'self-manage'])('%s is clean, alone and as all that a user has', (name) => {
    for (const policies of [[read(name)], [read(name), work]]) {
      for (const isComplete of [false, true]) {
        const { findings, journey } = lint(policies, { isComplete })
        expect(findings).toEqual([])
        expect(journey.filter(({ isAsExpected }) => !isAsExpected)).toEqual([])
      }
    }
  })

  it('lead from a key to a session to work, and nowhere else', () => {
    const { journey } = lint([selfManage, work])
    expect(journey.map(({ action, credentials, outcome, by }) => [action, credentials, outcome, by])).toEqual([
      ['iam:ListVirtualMFADevices', 'key', 'allowed', 'AllowViewAccountInfo of p1'],
      ['iam:CreateVirtualMFADevice', 'key', 'allowed', 'AllowManageOwnVirtualMFADevice of p1'],
      ['iam:EnableMFADevice', 'key', 'allowed', 'AllowManageOwnUserMFA of p1'],
      ['iam:GetUser', 'key', 'allowed', 'AllowManageOwnUserMFA of p1'],
      ['iam:ListMFADevices', 'key', 'allowed', 'AllowManageOwnUserMFA of p1'],
      ['iam:ResyncMFADevice', 'key', 'allowed', 'AllowManageOwnUserMFA of p1'],
      ['sts:GetSessionToken', 'key', 'implicitDeny', undefined],
      ['s3:Sample', 'mfa', 'allowed', '1 of p2'],
      ['iam:DeactivateMFADevice', 'key', 'explicitDeny', 'DenyAllExceptListedIfNoMFA of p1'],
    ])
  })
})

describe('a deny without an exemption', () => {
  it.each([
    ['error cannot-enrol', 'iam:CreateVirtualMFADevice'],
    ['error cannot-enrol', 'iam:EnableMFADevice'],
    ['error missing-exemption', 'sts:GetSessionToken'],
    ['warning missing-exemption', 'iam:ListMFADevices'],
    ['warning missing-exemption', 'iam:ListVirtualMFADevices'],
    ['warning missing-exemption', 'iam:GetUser'],
    ['warning missing-exemption', 'iam:ResyncMFADevice'],
  ])('%s: %s', (said, action) => {
    const report = lint([exempting((actions) => actions.filter((exempt) => exempt !== action))])
    expect(summaryOf(report)).toEqual([`${said} DenyAllExceptListedIfNoMFA`])
    expect(report.findings[0]?.problem).toContain(action)
  })

  it('is an error where it hits even those with MFA', () => {
    const denyAll = document({ Sid: 'Off', Effect: 'Deny', Action: 's3:*', Resource: '*' })
    expect(summaryOf(lint([selfManage, work, denyAll]))).toEqual(['error mfa-is-no-use Off'])
  })
})

describe('what nothing allows', () => {
  const [view, device, own, deny] = selfManage.Statement

  it('is an error where the policies begin to allow enrolment, or are all there are', () => {
    expect(summaryOf(lint([document(view, own, deny)]))).toEqual(['error cannot-enrol'])
    expect(summaryOf(lint([document(view, device, deny)]))).toContain('error cannot-enrol')
    expect(summaryOf(lint([document(deny)], { isComplete: true }))).toContain('error cannot-enrol')
  })

  it('is a note in a deny by itself: the allows may be elsewhere', () => {
    const severities = new Set(lint([document(deny)]).findings.map(({ severity }) => severity))
    expect([...severities]).toEqual(['note'])
  })

  it('is what a user in a path meets, whom the policy names without it', () => {
    expect(summaryOf(lint([selfManage], { isComplete: true, path: '/staff/' }))).toContain('error cannot-enrol')
  })
})

describe('what a stolen key may do to the second factor', () => {
  it.each([
    ['warning open-without-mfa AllowManageOwnUserMFA', 'iam:DeactivateMFADevice', []],
    [
      'warning open-without-mfa Others',
      'iam:DeleteVirtualMFADevice',
      [{ Sid: 'Others', Effect: 'Allow', Action: 'iam:DeleteVirtualMFADevice', Resource: 'arn:aws:iam::*:mfa/*' }],
    ],
    [
      'error open-without-mfa Others',
      'iam:DeactivateMFADevice',
      [{ Sid: 'Others', Effect: 'Allow', Action: 'iam:DeactivateMFADevice', Resource: '*' }],
    ],
  ])('%s: %s', (said, exempt, more) => {
    const { Statement } = exempting((actions) => [...actions, exempt])
    expect(summaryOf(lint([document(...more, ...Statement)]))).toEqual([said])
  })

  it('is to enable a device for others, where EnableMFADevice is allowed on all', () => {
    const all = document({ Sid: 'All', Effect: 'Allow', Action: 'iam:EnableMFADevice', Resource: '*' })
    expect(summaryOf(lint([selfManage, all]))).toEqual(['warning open-without-mfa All'])
  })
})

it('warns of a device that must be named as its user, and of deleting without MFA, in the older policy of AWS', () => {
  expect(summaryOf(lint([read('older-self-manage')]))).toEqual([
    'warning device-named-for-user AllowManageOwnVirtualMFADevice',
    'warning open-without-mfa AllowManageOwnVirtualMFADevice',
  ])
})

it('takes Bool in the deny for an error, and nothing else in that policy', () => {
  expect(summaryOf(lint([read('bool-deny')]))).toEqual([
    'error deny-misses-keys DenyAllExceptListedIfNoMFA',
    'warning open-without-mfa AllowManageOwnUserMFA',
  ])
})

it('notes that nothing demands MFA', () => {
  expect(summaryOf(lint([work]))).toEqual(['note no-mfa-demanded'])
})

it.each([
  ['aws:MultiFactorAuthPresence', 'aws:MultiFactorAuthPresent'],
  ['aws:MutliFactorAuthPresent', 'aws:MultiFactorAuthPresent'],
  ['sts:MultiFactorAuthPresent', 'aws:MultiFactorAuthPresent'],
  ['aws:MFAPresent', 'aws:MultiFactorAuthPresent'],
  ['aws:MultiFactorAge', 'aws:MultiFactorAuthAge'],
])('knows no key %s', (key, meant) => {
  const statement = {
    Sid: 'It',
    Effect: 'Allow',
    Action: 's3:*',
    Resource: '*',
    Condition: { Bool: { [key]: 'true' } },
  }
  const [first] = lint([document(statement)]).findings
  expect(first).toMatchObject({ severity: 'error', rule: 'unknown-key', statement: 'It' })
  expect(first?.fix).toContain(`Write ${meant};`)
})

it('takes tags for what they are, and strings for texts', () => {
  const condition = (Condition: object) =>
    document({ Sid: 'It', Effect: 'Allow', Action: 's3:*', Resource: '*', Condition })
  const tags = { StringEquals: { 'aws:PrincipalTag/mfa': 'yes', 'aws:ResourceTag/MultiFactorAuthPresent': 'true' } }
  expect(summaryOf(lint([condition(tags)]))).toEqual(['note no-mfa-demanded'])
  const text = { StringEquals: { 'aws:MultiFactorAuthPresent': 'true' } }
  expect(summaryOf(lint([condition(text)]))).toContain('warning string-operator It')
})

it('finds nothing in the policy that our own pages recommend', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/policies/manage-own-mfa.json'), 'utf8')
  expect(lint([text, work], { isComplete: true }).findings).toEqual([])
})
