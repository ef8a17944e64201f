import type { User } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { checkName } from '../parts/check-name.ts'
import { ConfirmDialog, FormDialog } from '../parts/form-dialog.tsx'
import { InnerLink } from '../parts/inner-link.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { TextField } from '../parts/text-field.tsx'

export function GroupMembers({ groupName }: { readonly groupName: string }) {
  const [isAdding, setIsAdding] = useState(false)
  const [leaving, setLeaving] = useState<string>()
  const members = usePages<User>(async (Marker, isForAll) => {
    const answer = await iam('GetGroup', {
      GroupName: groupName,
      MaxItems: isForAll ? 1000 : 200,
      ...(Marker && { Marker }),
    })
    return { items: answer.Users, next: nextMarker(answer) }
  })
  const remove = async (UserName: string) => {
    await iam('RemoveUserFromGroup', { GroupName: groupName, UserName })
    setLeaving(undefined)
    members.reload()
    tell(`${UserName} is no longer in ${groupName}.`)
  }
  return (
    <>
      <ResourceTable
        title="Users"
        noun="users"
        pages={members}
        nameOf={({ UserName = '' }) => UserName}
        pageSize={10}
        actions={<Button onClick={() => setIsAdding(true)}>Add user</Button>}
        columns={[
          {
            id: 'name',
            header: 'User name',
            sortingField: 'UserName',
            isRowHeader: true,
            minWidth: 180,
            cell: ({ UserName = '' }) => (
              <InnerLink to="/users/details" query={{ name: UserName }}>
                {UserName}
              </InnerLink>
            ),
          },
          { id: 'path', header: 'Path', sortingField: 'Path', cell: ({ Path }) => Path },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 120,
            cell: ({ UserName = '' }) => (
              <Button variant="inline-link" ariaLabel={`Remove ${UserName}`} onClick={() => setLeaving(UserName)}>
                Remove
              </Button>
            ),
          },
        ]}
      />
      {isAdding && (
        <AddMember
          groupName={groupName}
          onClose={() => setIsAdding(false)}
          onDone={() => {
            setIsAdding(false)
            members.reload()
          }}
        />
      )}
      {leaving !== undefined && (
        <ConfirmDialog
          title={`Remove ${leaving} from ${groupName}?`}
          submitLabel="Remove"
          onClose={() => setLeaving(undefined)}
          work={() => remove(leaving)}
        >
          The policies of the group no longer apply to {leaving}: neither what they allow nor what they deny.
        </ConfirmDialog>
      )}
    </>
  )
}

interface AddMemberProps {
  readonly groupName: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** By name: an account has more users than a list to choose from can hold. */
function AddMember({ groupName, onClose, onDone }: AddMemberProps) {
  const [name, setName] = useState('')
  const work = async () => {
    await iam('AddUserToGroup', { GroupName: groupName, UserName: name.trim() })
    onDone()
    tell(`${name.trim()} is now in ${groupName}.`)
  }
  return (
    <FormDialog
      title={`Add a user to ${groupName}`}
      submitLabel="Add"
      onClose={onClose}
      check={() => ({ name: checkName(name.trim(), 64) })}
      work={work}
      explain={({ code, message }) => (code === 'NoSuchEntity' ? { name: message } : undefined)}
    >
      {(errors) => <TextField label="User name" errorText={errors['name']} value={name} onChange={setName} />}
    </FormDialog>
  )
}
