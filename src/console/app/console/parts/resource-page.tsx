import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from './form-dialog.tsx'

interface ResourcePageProps {
  readonly name: string
  /** `Delete user`: the button, and what confirms it. */
  readonly deleteLabel: string
  /** What goes with it. */
  readonly warning: ReactNode
  /** Deletes it and leads away. */
  readonly remove: () => Promise<void>
  readonly children: ReactNode
}

/** The page of one user, group or role. */
export function ResourcePage({ name, deleteLabel, warning, remove, children }: ResourcePageProps) {
  const [isDeleting, setIsDeleting] = useState(false)
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={<Button onClick={() => setIsDeleting(true)}>{deleteLabel}</Button>}>
        <span className="breakable">{name}</span>
      </Header>
      {children}
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          submitLabel={deleteLabel}
          onClose={() => setIsDeleting(false)}
          work={remove}
        >
          {warning}
        </ConfirmDialog>
      )}
    </SpaceBetween>
  )
}
