import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { tell } from '../layout/messages.ts'
import { ConfirmDialog, FormDialog } from '../parts/form-dialog.tsx'
import { InnerLink } from '../parts/inner-link.tsx'
import type { PolicyHolder } from './holder.ts'
import { PolicyChoice } from './policy-choice.tsx'

interface BoundaryProps {
  readonly holder: PolicyHolder
  /** The ARN of the policy that is the boundary now. */
  readonly current: string | undefined
  readonly onChanged: () => void
}

/** The most that the other policies can allow. */
export function Boundary({ holder, current, onChanged }: BoundaryProps) {
  const [dialogue, setDialogue] = useState<'set' | 'remove'>()
  const [arn, setArn] = useState(current)
  const close = () => setDialogue(undefined)
  const done = (text: string) => {
    close()
    onChanged()
    tell(text)
  }
  if (!holder.boundary) return null
  const { put, remove } = holder.boundary
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The most that all other policies can allow."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {current !== undefined && <Button onClick={() => setDialogue('remove')}>Remove boundary</Button>}
              <Button onClick={() => setDialogue('set')}>
                {current === undefined ? 'Set boundary' : 'Change boundary'}
              </Button>
            </SpaceBetween>
          }
        >
          Permissions boundary
        </Header>
      }
    >
      {current === undefined ? (
        <Box>None is set.</Box>
      ) : (
        <InnerLink to="/policies/details" query={{ arn: current, name: nameIn(current) }}>
          {nameIn(current)}
        </InnerLink>
      )}
      {dialogue === 'set' && (
        <FormDialog
          title="Set the permissions boundary"
          submitLabel="Set boundary"
          onClose={close}
          check={() => ({ arn: arn === undefined ? 'Choose a policy.' : undefined })}
          work={async () => {
            if (arn === undefined) return
            await put(arn)
            done(`The permissions boundary of ${holder.label} is ${nameIn(arn)}.`)
          }}
        >
          {(errors) => <PolicyChoice label="Policy" value={arn} onChange={setArn} errorText={errors['arn']} />}
        </FormDialog>
      )}
      {dialogue === 'remove' && (
        <ConfirmDialog
          title="Remove the permissions boundary?"
          submitLabel="Remove"
          onClose={close}
          work={async () => {
            await remove()
            done(`The permissions boundary of ${holder.label} is removed.`)
          }}
        >
          All that the other policies of {holder.label} allow is allowed then.
        </ConfirmDialog>
      )}
    </Container>
  )
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
