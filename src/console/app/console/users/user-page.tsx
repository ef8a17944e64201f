import type { User } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { iam } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { AccessKeys } from '../credentials/access-keys.tsx'
import { Devices, useDevices } from '../credentials/devices.tsx'
import { type Owner, userOf } from '../credentials/owner.ts'
import { SignInSessions } from '../credentials/sign-in-sessions.tsx'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { LoadedPage } from '../parts/loaded-page.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourcePage } from '../parts/resource-page.tsx'
import { AttachedPolicies } from '../permissions/attached-policies.tsx'
import { Boundary } from '../permissions/boundary.tsx'
import { userHolder } from '../permissions/holder.ts'
import { InlinePolicies } from '../permissions/inline-policies.tsx'
import { userTags } from '../tags/tag-holder.ts'
import { Tags } from '../tags/tags.tsx'
import { deleteUser } from './delete-user.ts'
import { UserGroups } from './user-groups.tsx'
import { UserPassword } from './user-password.tsx'

export function UserPage() {
  const name = usePlace().query.get('name') ?? ''
  const user = useLoad(async () => (await iam('GetUser', { UserName: name })).User)
  const remove = async () => {
    await deleteUser(name)
    navigate(addressOf('/users'))
    tell(`The user ${name} is deleted.`)
  }
  return (
    <ResourcePage
      name={name}
      deleteLabel="Delete user"
      warning={
        <>
          The password, access keys, MFA devices, inline policies and memberships of {name} are deleted with the user,
          and all sessions end. There is no way back.
        </>
      }
      remove={remove}
    >
      <LoadedPage loaded={user}>{(value) => <Facts user={value} />}</LoadedPage>
      {/* What one may not see of the user says nothing of the rest. */}
      <Parts name={name} user={user.value} onChanged={user.reload} />
    </ResourcePage>
  )
}

function Facts({ user }: { readonly user: User }) {
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: <span className="breakable">{user.Arn}</span> },
          { label: 'User ID', value: user.UserId },
          { label: 'Created', value: <Moment at={user.CreateDate} /> },
        ]}
      />
    </Container>
  )
}

interface PartsProps {
  readonly name: string
  readonly user: User | undefined
  readonly onChanged: () => void
}

function Parts({ name, user, onChanged }: PartsProps) {
  const owner = userOf(useSession(), name)
  const holder = userHolder(name)
  return (
    <Tabs
      ariaLabel={`Parts of ${name}`}
      tabs={[
        {
          id: 'credentials',
          label: 'Credentials',
          content: (
            <SpaceBetween size="l">
              <UserDevices owner={owner} />
              <UserPassword userName={name} lastUsed={user?.PasswordLastUsed} />
              <AccessKeys owner={owner} />
              <SignInSessions owner={owner} />
            </SpaceBetween>
          ),
        },
        {
          id: 'permissions',
          label: 'Permissions',
          content: (
            <SpaceBetween size="l">
              <AttachedPolicies holder={holder} />
              <InlinePolicies holder={holder} />
              <UserGroups userName={name} />
              <Boundary
                key={user?.PermissionsBoundary?.PermissionsBoundaryArn}
                holder={holder}
                current={user?.PermissionsBoundary?.PermissionsBoundaryArn}
                onChanged={onChanged}
              />
            </SpaceBetween>
          ),
        },
        { id: 'tags', label: 'Tags', content: <Tags holder={userTags(name)} /> },
      ]}
    />
  )
}

function UserDevices({ owner }: { readonly owner: Owner }) {
  return <Devices owner={owner} devices={useDevices(owner)} />
}
