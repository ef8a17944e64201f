import { iam } from '../api/call.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'

interface Holder {
  readonly kind: 'User' | 'Group' | 'Role'
  readonly name: string
}

const paths: Readonly<Record<Holder['kind'], string>> = {
  User: '/users/details',
  Group: '/groups/details',
  Role: '/roles/details',
}

/** The users, groups and roles that a policy is attached to, or the boundary of. */
export function PolicyHolders({ arn }: { readonly arn: string }) {
  const holders = usePages<Holder>(async (Marker) => {
    const answer = await iam('ListEntitiesForPolicy', { PolicyArn: arn, MaxItems: 200, ...(Marker && { Marker }) })
    const items: Holder[] = [
      ...(answer.PolicyGroups ?? []).map(({ GroupName = '' }) => ({ kind: 'Group' as const, name: GroupName })),
      ...(answer.PolicyUsers ?? []).map(({ UserName = '' }) => ({ kind: 'User' as const, name: UserName })),
      ...(answer.PolicyRoles ?? []).map(({ RoleName = '' }) => ({ kind: 'Role' as const, name: RoleName })),
    ]
    return { items, next: nextMarker(answer) }
  })
  return (
    <ResourceTable
      title="Attached to"
      noun="users, groups and roles"
      pages={holders}
      nameOf={({ kind, name }) => `${kind} ${name}`}
      columns={[
        {
          id: 'name',
          header: 'Name',
          sortingField: 'name',
          isRowHeader: true,
          minWidth: 180,
          cell: ({ kind, name }) => (
            <InnerLink to={paths[kind]} query={{ name }}>
              {name}
            </InnerLink>
          ),
        },
        { id: 'kind', header: 'Kind', sortingField: 'kind', cell: ({ kind }) => kind },
      ]}
    />
  )
}
