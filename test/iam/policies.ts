/** Policies, and those who hold them, for tests. */
import type { ListAttachedUserPoliciesResponse } from '@aws-sdk/client-iam'
import { accountId, type TestServer } from '../twinlock.ts'

export const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** A document that allows the action on everything; the Sid makes it as long as a test likes. */
export function allow(action: string, sid?: string): string {
  const statement = { ...(sid === undefined ? {} : { Sid: sid }), Effect: 'Allow', Action: action, Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

export function policyArn(pathAndName: string): string {
  return `arn:aws:iam::${accountId}:policy/${pathAndName}`
}

export async function createPolicy({ iam }: TestServer, PolicyName: string, action = 's3:GetObject', Path = '/') {
  const { Policy } = await iam.createPolicy({ PolicyName, Path, PolicyDocument: allow(action) })
  return { PolicyArn: Policy?.Arn ?? '', PolicyId: Policy?.PolicyId ?? '' }
}

export const kinds = ['user', 'group', 'role'] as const
export type Kind = (typeof kinds)[number]

export interface Entity {
  readonly name: string
  readonly id: string
  readonly attach: (PolicyArn: string) => Promise<unknown>
  readonly detach: (PolicyArn: string) => Promise<unknown>
  readonly listAttached: (options?: ListOptions) => Promise<ListAttachedUserPoliciesResponse>
  /** The same with another name in the requests. */
  readonly as: (name: string) => Entity
}

export interface ListOptions {
  readonly PathPrefix?: string
  readonly Marker?: string | undefined
  readonly MaxItems?: number
}

const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
})

let entities = 0

/** A new user, group or role. */
export async function createEntity(server: TestServer, kind: Kind, path = '/', name = `${kind}-${++entities}-holder`) {
  const { iam } = server
  const named = async (id: Promise<string | undefined>) => entity(server, kind, name, (await id) ?? '')
  switch (kind) {
    case 'user':
      return named(iam.createUser({ UserName: name, Path: path }).then(({ User }) => User?.UserId))
    case 'group':
      return named(iam.createGroup({ GroupName: name, Path: path }).then(({ Group }) => Group?.GroupId))
    case 'role': {
      const input = { RoleName: name, Path: path, AssumeRolePolicyDocument: trustPolicy }
      return named(iam.createRole(input).then(({ Role }) => Role?.RoleId))
    }
  }
}

function entity(server: TestServer, kind: Kind, name: string, id: string): Entity {
  const { iam } = server
  const as = (other: string) => entity(server, kind, other, id)
  switch (kind) {
    case 'user':
      return {
        name,
        id,
        as,
        attach: (PolicyArn) => iam.attachUserPolicy({ UserName: name, PolicyArn }),
        detach: (PolicyArn) => iam.detachUserPolicy({ UserName: name, PolicyArn }),
        listAttached: (options) => iam.listAttachedUserPolicies({ UserName: name, ...options }),
      }
    case 'group':
      return {
        name,
        id,
        as,
        attach: (PolicyArn) => iam.attachGroupPolicy({ GroupName: name, PolicyArn }),
        detach: (PolicyArn) => iam.detachGroupPolicy({ GroupName: name, PolicyArn }),
        listAttached: (options) => iam.listAttachedGroupPolicies({ GroupName: name, ...options }),
      }
    case 'role':
      return {
        name,
        id,
        as,
        attach: (PolicyArn) => iam.attachRolePolicy({ RoleName: name, PolicyArn }),
        detach: (PolicyArn) => iam.detachRolePolicy({ RoleName: name, PolicyArn }),
        listAttached: (options) => iam.listAttachedRolePolicies({ RoleName: name, ...options }),
      }
  }
}
