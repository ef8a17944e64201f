import type { AccessKeyMetadata } from '@aws-sdk/client-iam'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { problemOf } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { CreateAccessKey } from './create-access-key.tsx'
import { LastKeyUse } from './last-key-use.tsx'
import { nameInput, type Owner } from './owner.ts'

/** What a listed key always has. */
type Key = { readonly [K in 'AccessKeyId' | 'Status' | 'CreateDate']: NonNullable<AccessKeyMetadata[K]> }

type Dialogue = { readonly what: 'create' } | { readonly what: 'disable' | 'delete'; readonly id: string }

export function AccessKeys({ owner }: { readonly owner: Owner }) {
  const [dialogue, setDialogue] = useState<Dialogue>()
  const keys = usePages(async (Marker) => {
    const answer = await iam('ListAccessKeys', { ...nameInput(owner), ...(Marker && { Marker }) })
    return { items: answer.AccessKeyMetadata as Key[], next: nextMarker(answer) }
  })
  const close = () => setDialogue(undefined)
  const setStatus = async (id: string, Status: 'Active' | 'Inactive') => {
    await iam('UpdateAccessKey', { ...nameInput(owner), AccessKeyId: id, Status })
    keys.reload()
    close()
    tell(`The access key ${id} is ${Status === 'Active' ? 'active again' : 'inactive'}.`)
  }
  const enable = (id: string) => {
    setStatus(id, 'Active').catch((error: unknown) => tell(problemOf(error).message, 'error'))
  }
  const remove = async (id: string) => {
    await iam('DeleteAccessKey', { ...nameInput(owner), AccessKeyId: id })
    keys.reload()
    close()
    tell(`The access key ${id} is deleted.`)
  }
  return (
    <>
      <ResourceTable
        title="Access keys"
        noun="access keys"
        pages={keys}
        nameOf={({ AccessKeyId }) => AccessKeyId}
        isSearchable={false}
        description="For the AWS CLI and SDKs. At most two, so that one can replace the other."
        actions={
          <Button disabled={keys.items.length >= 2} onClick={() => setDialogue({ what: 'create' })}>
            Create access key
          </Button>
        }
        empty={
          <Box textAlign="center">{owner.isSelf ? 'You have no access key.' : 'This user has no access key.'}</Box>
        }
        columns={[
          {
            id: 'id',
            header: 'Access key ID',
            minWidth: 200,
            isRowHeader: true,
            cell: ({ AccessKeyId }) => <Box variant="code">{AccessKeyId}</Box>,
          },
          {
            id: 'status',
            header: 'Status',
            cell: ({ Status }) =>
              Status === 'Active' ? <StatusIndicator>Active</StatusIndicator> : <Badge>Inactive</Badge>,
          },
          { id: 'created', header: 'Created', cell: ({ CreateDate }) => <Moment at={CreateDate} />, minWidth: 150 },
          {
            id: 'used',
            header: 'Last used',
            minWidth: 130,
            cell: ({ AccessKeyId }) => <LastKeyUse key={AccessKeyId} id={AccessKeyId} />,
          },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 170,
            cell: ({ AccessKeyId: id, Status }) => (
              <SpaceBetween direction="horizontal" size="xs">
                {Status === 'Active' ? (
                  <Button
                    variant="inline-link"
                    ariaLabel={`Deactivate ${id}`}
                    onClick={() => setDialogue({ what: 'disable', id })}
                  >
                    Deactivate
                  </Button>
                ) : (
                  <Button variant="inline-link" ariaLabel={`Activate ${id}`} onClick={() => enable(id)}>
                    Activate
                  </Button>
                )}
                <Button
                  variant="inline-link"
                  ariaLabel={`Delete ${id}`}
                  onClick={() => setDialogue({ what: 'delete', id })}
                >
                  Delete
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {dialogue?.what === 'create' && <CreateAccessKey owner={owner} onClose={close} onCreated={keys.reload} />}
      {dialogue?.what === 'disable' && (
        <ConfirmDialog
          title="Deactivate the access key?"
          submitLabel="Deactivate"
          onClose={close}
          work={() => setStatus(dialogue.id, 'Inactive')}
        >
          Whatever uses {dialogue.id} is refused from now on. It can be activated again.
        </ConfirmDialog>
      )}
      {dialogue?.what === 'delete' && (
        <ConfirmDialog
          title="Delete the access key?"
          submitLabel="Delete"
          onClose={close}
          work={() => remove(dialogue.id)}
        >
          Whatever uses {dialogue.id} is refused from now on, and sessions that it opened end. It cannot be brought
          back.
        </ConfirmDialog>
      )}
    </>
  )
}
