import type { Role } from '@aws-sdk/client-iam'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { LoadedPage } from '../parts/loaded-page.tsx'
import { ResourcePage } from '../parts/resource-page.tsx'
import { AttachedPolicies } from '../permissions/attached-policies.tsx'
import { Boundary } from '../permissions/boundary.tsx'
import { roleHolder } from '../permissions/holder.ts'
import { InlinePolicies } from '../permissions/inline-policies.tsx'
import { roleTags } from '../tags/tag-holder.ts'
import { Tags } from '../tags/tags.tsx'
import { deleteRole } from './delete-role.ts'
import { RoleFacts } from './role-facts.tsx'
import { TrustPolicy } from './trust-policy.tsx'

export function RolePage() {
  const name = usePlace().query.get('name') ?? ''
  const role = useLoad(async () => (await iam('GetRole', { RoleName: name })).Role)
  const remove = async () => {
    await deleteRole(name)
    navigate(addressOf('/roles'))
    tell(`The role ${name} is deleted.`)
  }
  return (
    <ResourcePage
      name={name}
      deleteLabel="Delete role"
      warning="Nobody can assume it any more, and sessions of it end. Its inline policies are deleted, attached ones detached."
      remove={remove}
    >
      <LoadedPage loaded={role}>{(value) => value && <Parts role={value} onChanged={role.reload} />}</LoadedPage>
    </ResourcePage>
  )
}

function Parts({ role, onChanged }: { readonly role: Role; readonly onChanged: () => void }) {
  const { RoleName: name = '', PermissionsBoundary: boundary } = role
  const holder = roleHolder(name)
  return (
    <SpaceBetween size="l">
      <RoleFacts role={role} onChanged={onChanged} />
      <Tabs
        ariaLabel={`Parts of ${name}`}
        tabs={[
          {
            id: 'trust',
            label: 'Trust policy',
            content: <TrustPolicy role={role} onChanged={onChanged} />,
          },
          {
            id: 'permissions',
            label: 'Permissions',
            content: (
              <SpaceBetween size="l">
                <AttachedPolicies holder={holder} />
                <InlinePolicies holder={holder} />
                <Boundary
                  key={boundary?.PermissionsBoundaryArn}
                  holder={holder}
                  current={boundary?.PermissionsBoundaryArn}
                  onChanged={onChanged}
                />
              </SpaceBetween>
            ),
          },
          { id: 'tags', label: 'Tags', content: <Tags holder={roleTags(name)} /> },
        ]}
      />
    </SpaceBetween>
  )
}
