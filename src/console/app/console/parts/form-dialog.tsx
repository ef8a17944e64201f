import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, type RefObject, useEffect, useId } from 'react'
import { ProblemAlert } from './problem-alert.tsx'
import { type FieldErrors, type SubmissionOptions, useSubmission } from './use-submission.ts'

interface FormDialogProps extends SubmissionOptions {
  readonly title: string
  readonly submitLabel: string
  readonly onClose: () => void
  readonly size?: ModalProps.Size
  readonly children: (errors: FieldErrors) => ReactNode
}

/** A dialogue with a form in it: Enter submits, Escape leaves. Whoever opens it closes it when the work is done. */
export function FormDialog({ title, submitLabel, onClose, size = 'medium', children, ...options }: FormDialogProps) {
  const formId = useId()
  const { formRef, isBusy, errors, problem, submit } = useSubmission(options)
  useFocusOnFirstField(formRef)
  return (
    <Modal
      visible
      size={size}
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" form={formId} formAction="submit" loading={isBusy}>
              {submitLabel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={formId} ref={formRef} onSubmit={submit} noValidate>
        <div className="stack">
          {problem && <ProblemAlert problem={problem} />}
          {children(errors)}
        </div>
      </form>
    </Modal>
  )
}

/** Once the dialogue has put the focus on its own close button, where Enter would only end it. */
function useFocusOnFirstField(formRef: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const field = formRef.current?.querySelector<HTMLElement>('input:not([tabindex="-1"]), textarea')
      field?.focus()
    })
    return () => clearTimeout(timer)
  }, [formRef])
}

interface ConfirmDialogProps {
  readonly title: string
  readonly submitLabel: string
  readonly onClose: () => void
  readonly work: () => Promise<void>
  readonly children: ReactNode
}

/** Asks once more before what cannot be undone. */
export function ConfirmDialog({ children, ...rest }: ConfirmDialogProps) {
  return <FormDialog {...rest}>{() => <Box>{children}</Box>}</FormDialog>
}
