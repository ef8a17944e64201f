import { expect, it } from 'vitest'
import { grantedActions, grantedServices, grantsAccess } from '../../src/iam/granted-services.ts'
import type { Statement } from '../../src/policy/document.ts'

const allow = (parts: object): Statement => ({ Effect: 'Allow', Resource: ['*'], ...parts })
const deny = (parts: object): Statement => ({ Effect: 'Deny', Resource: ['*'], ...parts })
const getObject = allow({ Action: ['s3:GetObject'] })

it.each<[boolean, Statement[]]>([
  [true, [getObject]],
  [true, [allow({ Action: ['ec2:*', 'S3:Get*'] })]],
  [true, [allow({ Action: ['*'] })]],
  [false, [allow({ Action: ['s3-outposts:*', 's3express:*'] })]],
  [true, [allow({ NotAction: ['iam:*', 's3:GetObject'] })]],
  [false, [allow({ NotAction: ['s3:*'] })]],
  [false, [allow({ NotAction: ['*'] })]],
  [false, [{ Effect: 'Allow', Action: ['s3:GetObject'], NotResource: ['*'] }]],
  [true, [allow({ Action: ['s3:GetObject'], Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } } })]],
  [false, [deny({ Action: ['s3:*'] })]],
  [false, [getObject, deny({ Action: ['S3:*'] })]],
  [false, [getObject, deny({ Action: ['*'] })]],
  [false, [getObject, deny({ NotAction: ['iam:*'] })]],
  [true, [getObject, deny({ NotAction: ['s3:GetObject'] })]],
  [true, [getObject, deny({ Action: ['s3:GetObject'] })]],
  [true, [getObject, deny({ Action: ['s3:*'], Resource: ['arn:aws:s3:::bucket/*'] })]],
  [true, [getObject, deny({ Action: ['s3:*'], Condition: { StringEquals: { 'aws:username': ['nobody'] } } })]],
  [true, [getObject, deny({ Action: ['sqs:*'] })]],
])('%s: access to S3 by %j', (expected, Statement) => {
  expect(grantsAccess([{ Statement }], 's3')).toBe(expected)
})

it('counts the denies of all documents', () => {
  const documents = [{ Statement: [getObject] }, { Statement: [deny({ Action: ['s3:*'] })] }]
  expect(grantsAccess(documents, 's3')).toBe(false)
})

it('lists known services and those that are named, sorted', () => {
  const Statement = [allow({ Action: ['sqs:SendMessage', 'ours:Do', 'iam:GetUser'] }), deny({ Action: ['sqs:*'] })]
  expect(grantedServices([{ Statement }])).toEqual(['iam', 'ours'])
  const all = grantedServices([{ Statement: [allow({ Action: ['*'] })] }])
  expect(all).toEqual(expect.arrayContaining(['ec2', 'iam', 's3', 'sts']))
  expect(all).toEqual([...new Set(all)].sort())
})

it('follows the actions of IAM and STS that are left over', () => {
  const Statement = [
    allow({ Action: ['iam:*User', 'iam:PassRole', 'sts:Get*', 's3:*'] }),
    deny({ Action: ['iam:DeleteUser'] }),
    deny({ Action: ['iam:CreateUser'], Resource: ['arn:aws:iam::123456789012:user/a'] }),
  ]
  expect(grantedActions([{ Statement }], 'iam')).toEqual([
    'CreateUser',
    'GetUser',
    'ListGroupsForUser',
    'TagUser',
    'UntagUser',
    'UpdateUser',
  ])
  expect(grantedActions([{ Statement }], 'sts')).toContain('GetCallerIdentity')
  expect(grantedActions([{ Statement }], 's3')).toEqual([])
})
