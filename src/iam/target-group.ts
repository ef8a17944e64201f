/** The group that an operation names. */
import type { Call } from '../call.ts'
import { groupArn } from '../identity/arn.ts'
import { findGroup, type GroupRow } from '../storage/groups.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireGroup({ queries, accountId }: Call, groupName: string): Promise<GroupRow> {
  const group = await findGroup(queries, accountId, groupName)
  if (!group) throw new AwsFault('NoSuchEntity', `The group with name ${groupName} cannot be found.`)
  return group
}

/** Asks about a group under the path that is stored now, however the request spells the name. */
export async function permissionOnGroup(
  call: Call,
  action: string,
  groupName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const group = await findGroup(call.queries, call.accountId, groupName)
  const { resource } = groupResource(call, group?.path ?? '/', group?.name ?? groupName)
  return [{ action, resource, resourceName: `group ${groupName}`, context }]
}

/** How policies are asked about a group, which has no tags to be found by its id. */
export function groupResource({ accountId }: Call, path: string, name: string): Omit<Permission, 'action'> {
  return { resource: groupArn(accountId, path, name), resourceName: `group ${name}` }
}
