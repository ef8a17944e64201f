import { iam } from '../api/call.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import { roleHolder } from '../permissions/holder.ts'

/** IAM deletes a role only when it holds no policy and no instance profile has it. @throws Problem */
export async function deleteRole(RoleName: string): Promise<void> {
  const holder = roleHolder(RoleName)
  for (const { PolicyArn = '' } of await listAll((marker) => holder.listAttached(marker)))
    await holder.detach(PolicyArn)
  for (const name of await listAll((marker) => holder.listInline(marker))) await holder.deleteInline(name)
  const profiles = await listAll(async (Marker) => {
    const answer = await iam('ListInstanceProfilesForRole', { RoleName, ...(Marker && { Marker }) })
    return { items: answer.InstanceProfiles, next: nextMarker(answer) }
  })
  for (const { InstanceProfileName } of profiles) {
    await iam('RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName })
  }
  await iam('DeleteRole', { RoleName })
}
