/** What can be tagged: users, roles and policies, by actions of different names. */
import type { Tag } from '@aws-sdk/client-iam'
import { iam } from '../api/call.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'

export interface TagHolder {
  list(): Promise<readonly Tag[]>
  tag(tags: Tag[]): Promise<unknown>
  untag(keys: string[]): Promise<unknown>
}

export function userTags(UserName: string): TagHolder {
  return {
    list: () =>
      listAll(async (Marker) => {
        const answer = await iam('ListUserTags', { UserName, ...(Marker && { Marker }) })
        return { items: answer.Tags, next: nextMarker(answer) }
      }),
    tag: (Tags) => iam('TagUser', { UserName, Tags }),
    untag: (TagKeys) => iam('UntagUser', { UserName, TagKeys }),
  }
}

export function roleTags(RoleName: string): TagHolder {
  return {
    list: () =>
      listAll(async (Marker) => {
        const answer = await iam('ListRoleTags', { RoleName, ...(Marker && { Marker }) })
        return { items: answer.Tags, next: nextMarker(answer) }
      }),
    tag: (Tags) => iam('TagRole', { RoleName, Tags }),
    untag: (TagKeys) => iam('UntagRole', { RoleName, TagKeys }),
  }
}

export function policyTags(PolicyArn: string): TagHolder {
  return {
    list: () =>
      listAll(async (Marker) => {
        const answer = await iam('ListPolicyTags', { PolicyArn, ...(Marker && { Marker }) })
        return { items: answer.Tags, next: nextMarker(answer) }
      }),
    tag: (Tags) => iam('TagPolicy', { PolicyArn, Tags }),
    untag: (TagKeys) => iam('UntagPolicy', { PolicyArn, TagKeys }),
  }
}
