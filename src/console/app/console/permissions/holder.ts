/** Users, groups and roles hold policies in the same way, by actions of different names. */
import type { AttachedPolicy } from '@aws-sdk/client-iam'
import { iam } from '../api/call.ts'
import { decodeDocument } from '../documents/decode-document.ts'
import { nextMarker, type Page } from '../loading/use-pages.ts'

export interface PolicyHolder {
  /** As a sentence names it: `user alice`. */
  readonly label: string
  listAttached(marker: string | undefined): Promise<Page<AttachedPolicy>>
  attach(policyArn: string): Promise<unknown>
  detach(policyArn: string): Promise<unknown>
  listInline(marker: string | undefined): Promise<Page<string>>
  readInline(name: string): Promise<string>
  putInline(name: string, document: string): Promise<unknown>
  deleteInline(name: string): Promise<unknown>
  /** Groups have none. */
  readonly boundary?: {
    put(policyArn: string): Promise<unknown>
    remove(): Promise<unknown>
  }
}

export function userHolder(UserName: string): PolicyHolder {
  return {
    label: `user ${UserName}`,
    listAttached: async (Marker) =>
      attachedPage(await iam('ListAttachedUserPolicies', { UserName, ...(Marker && { Marker }) })),
    attach: (PolicyArn) => iam('AttachUserPolicy', { UserName, PolicyArn }),
    detach: (PolicyArn) => iam('DetachUserPolicy', { UserName, PolicyArn }),
    listInline: async (Marker) => inlinePage(await iam('ListUserPolicies', { UserName, ...(Marker && { Marker }) })),
    readInline: async (PolicyName) =>
      decodeDocument((await iam('GetUserPolicy', { UserName, PolicyName })).PolicyDocument),
    putInline: (PolicyName, PolicyDocument) => iam('PutUserPolicy', { UserName, PolicyName, PolicyDocument }),
    deleteInline: (PolicyName) => iam('DeleteUserPolicy', { UserName, PolicyName }),
    boundary: {
      put: (PermissionsBoundary) => iam('PutUserPermissionsBoundary', { UserName, PermissionsBoundary }),
      remove: () => iam('DeleteUserPermissionsBoundary', { UserName }),
    },
  }
}

export function groupHolder(GroupName: string): PolicyHolder {
  return {
    label: `group ${GroupName}`,
    listAttached: async (Marker) =>
      attachedPage(await iam('ListAttachedGroupPolicies', { GroupName, ...(Marker && { Marker }) })),
    attach: (PolicyArn) => iam('AttachGroupPolicy', { GroupName, PolicyArn }),
    detach: (PolicyArn) => iam('DetachGroupPolicy', { GroupName, PolicyArn }),
    listInline: async (Marker) => inlinePage(await iam('ListGroupPolicies', { GroupName, ...(Marker && { Marker }) })),
    readInline: async (PolicyName) =>
      decodeDocument((await iam('GetGroupPolicy', { GroupName, PolicyName })).PolicyDocument),
    putInline: (PolicyName, PolicyDocument) => iam('PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }),
    deleteInline: (PolicyName) => iam('DeleteGroupPolicy', { GroupName, PolicyName }),
  }
}

export function roleHolder(RoleName: string): PolicyHolder {
  return {
    label: `role ${RoleName}`,
    listAttached: async (Marker) =>
      attachedPage(await iam('ListAttachedRolePolicies', { RoleName, ...(Marker && { Marker }) })),
    attach: (PolicyArn) => iam('AttachRolePolicy', { RoleName, PolicyArn }),
    detach: (PolicyArn) => iam('DetachRolePolicy', { RoleName, PolicyArn }),
    listInline: async (Marker) => inlinePage(await iam('ListRolePolicies', { RoleName, ...(Marker && { Marker }) })),
    readInline: async (PolicyName) =>
      decodeDocument((await iam('GetRolePolicy', { RoleName, PolicyName })).PolicyDocument),
    putInline: (PolicyName, PolicyDocument) => iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument }),
    deleteInline: (PolicyName) => iam('DeleteRolePolicy', { RoleName, PolicyName }),
    boundary: {
      put: (PermissionsBoundary) => iam('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary }),
      remove: () => iam('DeleteRolePermissionsBoundary', { RoleName }),
    },
  }
}

interface Truncated {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

function attachedPage(answer: Truncated & { readonly AttachedPolicies?: readonly AttachedPolicy[] | undefined }) {
  return { items: answer.AttachedPolicies ?? [], next: nextMarker(answer) }
}

function inlinePage(answer: Truncated & { readonly PolicyNames?: readonly string[] | undefined }) {
  return { items: answer.PolicyNames ?? [], next: nextMarker(answer) }
}
