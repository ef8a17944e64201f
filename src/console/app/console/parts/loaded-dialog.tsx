import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import type { Loaded } from '../loading/use-load.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface LoadedDialogProps<Value> {
  readonly title: string
  readonly size?: ModalProps.Size
  readonly loaded: Loaded<Value>
  readonly onClose: () => void
  /** The dialogue itself, once there is something to show in it. */
  readonly children: (value: Value) => ReactNode
}

export function LoadedDialog<Value>({ title, size = 'medium', loaded, onClose, children }: LoadedDialogProps<Value>) {
  if (loaded.value !== undefined) return <>{children(loaded.value)}</>
  return (
    <Modal visible size={size} header={title} onDismiss={onClose}>
      {loaded.problem ? <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} /> : <Spinner size="large" />}
    </Modal>
  )
}
