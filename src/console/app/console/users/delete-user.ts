/** IAM deletes a user only when nothing of the user's is left; each part goes by its own action, so policies decide on each. */
import { Problem } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { deviceKind } from '../credentials/device-kind.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import { userHolder } from '../permissions/holder.ts'

/** @throws Problem at the first part that may not be deleted; those before it are gone. */
export async function deleteUser(UserName: string): Promise<void> {
  await deleteCredentials(UserName)
  const groups = await listAll(async (Marker) => {
    const answer = await iam('ListGroupsForUser', { UserName, ...(Marker && { Marker }) })
    return { items: answer.Groups, next: nextMarker(answer) }
  })
  for (const { GroupName } of groups) await iam('RemoveUserFromGroup', { UserName, GroupName })
  const holder = userHolder(UserName)
  for (const { PolicyArn = '' } of await listAll((marker) => holder.listAttached(marker)))
    await holder.detach(PolicyArn)
  for (const name of await listAll((marker) => holder.listInline(marker))) await holder.deleteInline(name)
  await iam('DeleteUser', { UserName })
}

async function deleteCredentials(UserName: string): Promise<void> {
  const keys = await listAll(async (Marker) => {
    const answer = await iam('ListAccessKeys', { UserName, ...(Marker && { Marker }) })
    return { items: answer.AccessKeyMetadata, next: nextMarker(answer) }
  })
  for (const { AccessKeyId } of keys) await iam('DeleteAccessKey', { UserName, AccessKeyId })
  await unlessMissing(iam('DeleteLoginProfile', { UserName }))
  const devices = await listAll(async (Marker) => {
    const answer = await iam('ListMFADevices', { UserName, ...(Marker && { Marker }) })
    return { items: answer.MFADevices, next: nextMarker(answer) }
  })
  for (const { SerialNumber = '' } of devices) {
    await iam('DeactivateMFADevice', { UserName, SerialNumber })
    if (deviceKind(SerialNumber) === 'Authenticator app') await iam('DeleteVirtualMFADevice', { SerialNumber })
  }
}

async function unlessMissing(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'NoSuchEntity') throw error
  }
}
