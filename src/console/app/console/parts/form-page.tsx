import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { addressOf, followInside } from '../location.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { type FieldErrors, type SubmissionOptions, useSubmission } from './use-submission.ts'

interface FormPageProps extends SubmissionOptions {
  readonly title: string
  readonly submitLabel: string
  /** The path of the page that Cancel leads to. */
  readonly parent: string
  readonly children: (errors: FieldErrors) => ReactNode
}

/** A page of its own for what is too large for a dialogue. */
export function FormPage({ title, submitLabel, parent, children, ...options }: FormPageProps) {
  const { formRef, isBusy, errors, problem, submit } = useSubmission(options)
  return (
    <form ref={formRef} onSubmit={submit} noValidate>
      <Form
        header={<Header variant="h1">{title}</Header>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" href={addressOf(parent)} onFollow={followInside}>
              Cancel
            </Button>
            <Button variant="primary" formAction="submit" loading={isBusy}>
              {submitLabel}
            </Button>
          </SpaceBetween>
        }
      >
        <Container>
          <div className="stack">
            {problem && <ProblemAlert problem={problem} />}
            {children(errors)}
          </div>
        </Container>
      </Form>
    </form>
  )
}
