import type { Group } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { LoadedPage } from '../parts/loaded-page.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourcePage } from '../parts/resource-page.tsx'
import { AttachedPolicies } from '../permissions/attached-policies.tsx'
import { groupHolder } from '../permissions/holder.ts'
import { InlinePolicies } from '../permissions/inline-policies.tsx'
import { GroupMembers } from './group-members.tsx'

export function GroupPage() {
  const name = usePlace().query.get('name') ?? ''
  const group = useLoad(async () => (await iam('GetGroup', { GroupName: name, MaxItems: 1 })).Group)
  const holder = groupHolder(name)
  const remove = async () => {
    await deleteGroup(name)
    navigate(addressOf('/groups'))
    tell(`The group ${name} is deleted.`)
  }
  return (
    <ResourcePage
      name={name}
      deleteLabel="Delete group"
      warning="All users leave it and its inline policies are deleted; attached policies are detached. The users stay."
      remove={remove}
    >
      <LoadedPage loaded={group}>{(value) => <Facts group={value} />}</LoadedPage>
      <GroupMembers groupName={name} />
      <AttachedPolicies holder={holder} />
      <InlinePolicies holder={holder} />
    </ResourcePage>
  )
}

function Facts({ group }: { readonly group: Group | undefined }) {
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: <span className="breakable">{group?.Arn}</span> },
          { label: 'Group ID', value: group?.GroupId },
          { label: 'Created', value: <Moment at={group?.CreateDate} /> },
        ]}
      />
    </Container>
  )
}

/** IAM deletes a group only when nobody is in it and it holds no policy. */
async function deleteGroup(GroupName: string): Promise<void> {
  const users = await listAll(async (Marker) => {
    const answer = await iam('GetGroup', { GroupName, MaxItems: 1000, ...(Marker && { Marker }) })
    return { items: answer.Users, next: nextMarker(answer) }
  })
  for (const { UserName } of users) await iam('RemoveUserFromGroup', { GroupName, UserName })
  const holder = groupHolder(GroupName)
  for (const { PolicyArn = '' } of await listAll((marker) => holder.listAttached(marker)))
    await holder.detach(PolicyArn)
  for (const name of await listAll((marker) => holder.listInline(marker))) await holder.deleteInline(name)
  await iam('DeleteGroup', { GroupName })
}
