import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  awsManagedPolicies,
  awsManagedPolicyDocument,
  findAwsManagedPolicy,
  findAwsManagedPolicyById,
  isServiceRolePolicy,
} from '../../src/policy/aws-managed.ts'
import { findManagedPolicyFault } from '../../src/policy/check.ts'
import { parsePolicyDocument } from '../../src/policy/document.ts'

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess'

test.each([
  'AdministratorAccess',
  'PowerUserAccess',
  'ReadOnlyAccess',
  'SecurityAudit',
  'job-function/ViewOnlyAccess',
  'job-function/Billing',
  'IAMFullAccess',
  'IAMReadOnlyAccess',
  'IAMUserChangePassword',
  'IAMUserSSHKeys',
  'IAMSelfManageServiceSpecificCredentials',
  'SignInLocalDevelopmentAccess',
  'AmazonS3ReadOnlyAccess',
  'service-role/AWSLambdaBasicExecutionRole',
  'aws-service-role/AWSElasticLoadBalancingServiceRolePolicy',
])('%s is there', (pathAndName) => {
  expect(findAwsManagedPolicy(`arn:aws:iam::aws:policy/${pathAndName}`)?.arn).toMatch(new RegExp(`/${pathAndName}$`))
})

test('AdministratorAccess is what AWS says it is', () => {
  const policy = findAwsManagedPolicy(administratorAccess)
  expect(policy).toEqual({
    arn: administratorAccess,
    name: 'AdministratorAccess',
    policyId: 'ANPAIWMBCKSKIEE64ZLYK',
    path: '/',
    description: expect.any(String),
    defaultVersionId: 'v1',
    createdAt: Date.UTC(2015, 1, 6, 18, 39, 46),
    updatedAt: Date.UTC(2015, 1, 6, 18, 39, 46),
  })
  expect(policy && findAwsManagedPolicyById(policy.policyId)).toBe(policy)
  expect(policy && awsManagedPolicyDocument(policy)).toBe(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  )
})

test('nothing else is found, whatever it is called', () => {
  for (const arn of [
    'arn:aws:iam::aws:policy/ViewOnlyAccess',
    'arn:aws:iam::aws:policy/administratoraccess',
    'arn:aws:iam::123456789012:policy/AdministratorAccess',
    '../catalog',
    '__proto__',
    '',
  ]) {
    expect(findAwsManagedPolicy(arn), arn).toBeUndefined()
    expect(findAwsManagedPolicyById(arn), arn).toBeUndefined()
  }
})

test('the list is sorted, and no name, id or ARN is there twice', () => {
  const names = awsManagedPolicies.map(({ name }) => name.toLowerCase())
  expect(names).toEqual(names.toSorted())
  for (const key of ['name', 'policyId', 'arn'] as const) {
    expect(new Set(awsManagedPolicies.map((policy) => policy[key])).size).toBe(awsManagedPolicies.length)
  }
})

test('every document has its policy', () => {
  const files = readdirSync(join(import.meta.dirname, '../../src/policy/aws-managed/documents'))
  expect(files.toSorted()).toEqual(awsManagedPolicies.map(({ name }) => `${name}.json`).toSorted())
})

test('the policies of service-linked roles are told from the others', () => {
  const serviceRole = findAwsManagedPolicy('arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy')
  const lambdaRole = findAwsManagedPolicy('arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole')
  expect([serviceRole, lambdaRole].map((policy) => policy && isServiceRolePolicy(policy))).toEqual([true, false])
})

describe('every policy is one that we ourselves accept', () => {
  test.each(awsManagedPolicies.map((policy) => [policy.name, policy] as const))('%s', (_, policy) => {
    const document = awsManagedPolicyDocument(policy)
    expect(findManagedPolicyFault(document)).toBeUndefined()
    expect(parsePolicyDocument(document).Statement.length).toBeGreaterThan(0)
    expect(policy.policyId).toMatch(/^ANPA[A-Z2-7]{17}$/)
    expect(policy.path).toMatch(/^\/([a-z-]+\/)?$/)
    expect(policy.defaultVersionId).toMatch(/^v[1-9]\d*$/)
    expect(policy.createdAt).toBeLessThanOrEqual(policy.updatedAt)
    expect(policy.createdAt).toBeGreaterThan(Date.UTC(2015, 0))
  })
})
