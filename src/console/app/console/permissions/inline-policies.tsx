import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { tell } from '../layout/messages.ts'
import { usePages } from '../loading/use-pages.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import type { PolicyHolder } from './holder.ts'
import { EditInlinePolicy } from './inline-policy-dialog.tsx'

type Dialogue = { readonly what: 'create' } | { readonly what: 'edit' | 'delete'; readonly name: string }

export function InlinePolicies({ holder }: { readonly holder: PolicyHolder }) {
  const [dialogue, setDialogue] = useState<Dialogue>()
  const policies = usePages((marker) => holder.listInline(marker))
  const close = () => setDialogue(undefined)
  const remove = async (name: string) => {
    await holder.deleteInline(name)
    close()
    policies.reload()
    tell(`The inline policy ${name} is deleted.`)
  }
  return (
    <>
      <ResourceTable
        title="Inline policies"
        noun="inline policies"
        pages={policies}
        nameOf={(name) => name}
        isSearchable={false}
        actions={<Button onClick={() => setDialogue({ what: 'create' })}>Create inline policy</Button>}
        columns={[
          { id: 'name', header: 'Policy', isRowHeader: true, minWidth: 200, cell: (name) => name },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 120,
            cell: (name) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  ariaLabel={`View and edit ${name}`}
                  onClick={() => setDialogue({ what: 'edit', name })}
                >
                  View and edit
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`Delete ${name}`}
                  onClick={() => setDialogue({ what: 'delete', name })}
                >
                  Delete
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {(dialogue?.what === 'create' || dialogue?.what === 'edit') && (
        <EditInlinePolicy
          holder={holder}
          name={dialogue.what === 'edit' ? dialogue.name : undefined}
          onClose={close}
          onDone={(name) => {
            close()
            policies.reload()
            tell(`The inline policy ${name} is saved.`)
          }}
        />
      )}
      {dialogue?.what === 'delete' && (
        <ConfirmDialog
          title={`Delete ${dialogue.name}?`}
          submitLabel="Delete"
          onClose={close}
          work={() => remove(dialogue.name)}
        >
          The policy of {holder.label} is gone for good.
        </ConfirmDialog>
      )}
    </>
  )
}
