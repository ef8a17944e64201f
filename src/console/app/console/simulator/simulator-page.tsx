import type { EvaluationResult } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useSession } from '../api/session.ts'
import { emptyPolicy } from '../documents/templates.ts'
import { usePlace } from '../location.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useSubmission } from '../parts/use-submission.ts'
import { checkQuestion, type Question, simulate } from './question.ts'
import { QuestionFields } from './question-fields.tsx'
import { Results } from './results.tsx'

/** What policies would decide, without anything being done. */
export function SimulatorPage() {
  const { principal } = useSession()
  const asked = usePlace().query.get('arn')
  const [question, setQuestion] = useState<Question>({
    source: 'principal',
    principalArn: asked ?? (principal.kind === 'user' ? principal.arn : ''),
    document: emptyPolicy,
    actions: 'iam:ListUsers\niam:GetUser',
    resources: '',
    mfa: 'without',
    mfaAge: '0',
  })
  const [results, setResults] = useState<readonly EvaluationResult[]>()
  const { formRef, isBusy, errors, problem, submit } = useSubmission({
    check: () => checkQuestion(question),
    work: async () => setResults(await simulate(question)),
    explain: ({ code, message }) => {
      if (code === 'NoSuchEntity') return { principalArn: message }
      return question.source === 'document' && /olicy/.test(code) ? { document: message } : undefined
    },
  })
  return (
    <SpaceBetween size="l">
      <form ref={formRef} onSubmit={submit} noValidate>
        <Form
          header={
            <Header variant="h1" description="What policies would decide, without anything being done.">
              Policy simulator
            </Header>
          }
          actions={
            <Button variant="primary" formAction="submit" loading={isBusy}>
              Simulate
            </Button>
          }
        >
          <Container>
            <div className="stack">
              {problem && <ProblemAlert problem={problem} />}
              <QuestionFields question={question} onChange={setQuestion} errors={errors} />
            </div>
          </Container>
        </Form>
      </form>
      {results && <Results results={results} />}
    </SpaceBetween>
  )
}
