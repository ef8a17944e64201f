import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { ConfirmDialog, FormDialog } from '../parts/form-dialog.tsx'
import { InnerLink } from '../parts/inner-link.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { GroupChoice } from './group-choice.tsx'

export function UserGroups({ userName }: { readonly userName: string }) {
  const [isAdding, setIsAdding] = useState(false)
  const [leaving, setLeaving] = useState<string>()
  const groups = usePages(async (Marker) => {
    const answer = await iam('ListGroupsForUser', { UserName: userName, ...(Marker && { Marker }) })
    return { items: answer.Groups, next: nextMarker(answer) }
  })
  const remove = async (GroupName: string) => {
    await iam('RemoveUserFromGroup', { UserName: userName, GroupName })
    setLeaving(undefined)
    groups.reload()
    tell(`${userName} is no longer in ${GroupName}.`)
  }
  return (
    <>
      <ResourceTable
        title="Groups"
        noun="groups"
        pages={groups}
        nameOf={({ GroupName = '' }) => GroupName}
        isSearchable={false}
        actions={<Button onClick={() => setIsAdding(true)}>Add to groups</Button>}
        columns={[
          {
            id: 'name',
            header: 'Group',
            isRowHeader: true,
            minWidth: 180,
            cell: ({ GroupName = '' }) => (
              <InnerLink to="/groups/details" query={{ name: GroupName }}>
                {GroupName}
              </InnerLink>
            ),
          },
          { id: 'path', header: 'Path', cell: ({ Path }) => Path },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 120,
            cell: ({ GroupName = '' }) => (
              <Button
                variant="inline-link"
                ariaLabel={`Remove from ${GroupName}`}
                onClick={() => setLeaving(GroupName)}
              >
                Remove
              </Button>
            ),
          },
        ]}
      />
      {isAdding && (
        <AddToGroups
          userName={userName}
          onClose={() => setIsAdding(false)}
          onDone={() => {
            setIsAdding(false)
            groups.reload()
          }}
        />
      )}
      {leaving !== undefined && (
        <ConfirmDialog
          title={`Remove ${userName} from ${leaving}?`}
          submitLabel="Remove"
          onClose={() => setLeaving(undefined)}
          work={() => remove(leaving)}
        >
          The policies of the group no longer apply to {userName}: neither what they allow nor what they deny.
        </ConfirmDialog>
      )}
    </>
  )
}

interface AddToGroupsProps {
  readonly userName: string
  readonly onClose: () => void
  readonly onDone: () => void
}

function AddToGroups({ userName, onClose, onDone }: AddToGroupsProps) {
  const [names, setNames] = useState<readonly string[]>([])
  const work = async () => {
    for (const GroupName of names) await iam('AddUserToGroup', { UserName: userName, GroupName })
    onDone()
    tell(`${userName} is now in ${new Intl.ListFormat('en').format(names)}.`)
  }
  return (
    <FormDialog
      title={`Add ${userName} to groups`}
      submitLabel="Add"
      onClose={onClose}
      check={() => ({ groups: names.length === 0 ? 'Choose a group.' : undefined })}
      work={work}
    >
      {(errors) => <GroupChoice label="Groups" value={names} onChange={setNames} errorText={errors['groups']} />}
    </FormDialog>
  )
}
