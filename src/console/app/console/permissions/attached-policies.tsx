import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { tell } from '../layout/messages.ts'
import { usePages } from '../loading/use-pages.ts'
import { ConfirmDialog, FormDialog } from '../parts/form-dialog.tsx'
import { InnerLink } from '../parts/inner-link.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import type { PolicyHolder } from './holder.ts'
import { isOfAws, PolicyChoice } from './policy-choice.tsx'

interface Attached {
  readonly name: string
  readonly arn: string
}

export function AttachedPolicies({ holder }: { readonly holder: PolicyHolder }) {
  const [isAttaching, setIsAttaching] = useState(false)
  const [detaching, setDetaching] = useState<Attached>()
  const policies = usePages(async (marker) => {
    const { items, next } = await holder.listAttached(marker)
    return { items: items.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn })), next }
  })
  const detach = async ({ arn, name }: Attached) => {
    await holder.detach(arn)
    setDetaching(undefined)
    policies.reload()
    tell(`${name} is detached from ${holder.label}.`)
  }
  return (
    <>
      <ResourceTable
        title="Attached policies"
        noun="attached policies"
        pages={policies}
        nameOf={({ arn }) => arn}
        isSearchable={false}
        actions={<Button onClick={() => setIsAttaching(true)}>Attach policy</Button>}
        columns={[
          {
            id: 'name',
            header: 'Policy',
            isRowHeader: true,
            minWidth: 200,
            cell: ({ name, arn }) => (
              <InnerLink to="/policies/details" query={{ arn, name }}>
                {name}
              </InnerLink>
            ),
          },
          { id: 'kind', header: 'Kind', cell: ({ arn }) => (isOfAws(arn) ? 'AWS managed' : 'Customer managed') },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 120,
            cell: (policy) => (
              <Button variant="inline-link" ariaLabel={`Detach ${policy.name}`} onClick={() => setDetaching(policy)}>
                Detach
              </Button>
            ),
          },
        ]}
      />
      {isAttaching && (
        <AttachPolicy
          holder={holder}
          onClose={() => setIsAttaching(false)}
          onDone={() => {
            setIsAttaching(false)
            policies.reload()
          }}
        />
      )}
      {detaching && (
        <ConfirmDialog
          title={`Detach ${detaching.name}?`}
          submitLabel="Detach"
          onClose={() => setDetaching(undefined)}
          work={() => detach(detaching)}
        >
          What it allows {holder.label}, or denies, it does no more, from the next request on.
        </ConfirmDialog>
      )}
    </>
  )
}

interface AttachPolicyProps {
  readonly holder: PolicyHolder
  readonly onClose: () => void
  readonly onDone: () => void
}

function AttachPolicy({ holder, onClose, onDone }: AttachPolicyProps) {
  const [arn, setArn] = useState<string>()
  const work = async () => {
    if (arn === undefined) return
    await holder.attach(arn)
    onDone()
    tell(`${arn.slice(arn.lastIndexOf('/') + 1)} is attached to ${holder.label}.`)
  }
  return (
    <FormDialog
      title="Attach a policy"
      submitLabel="Attach"
      onClose={onClose}
      check={() => ({ arn: arn === undefined ? 'Choose a policy.' : undefined })}
      work={work}
    >
      {(errors) => <PolicyChoice label="Policy" value={arn} onChange={setArn} errorText={errors['arn']} />}
    </FormDialog>
  )
}
