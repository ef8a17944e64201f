import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { type Problem, problemOf } from '../../browser/request.ts'
import { administer, type Explanation } from '../api/administration.ts'
import { ExplanationText } from './explanation-text.tsx'

interface ProblemAlertProps {
  readonly problem: Problem
  readonly onRetry?: () => void
}

/** What went wrong, where it went wrong; the rest of the page goes on. */
export function ProblemAlert({ problem, onRetry }: ProblemAlertProps) {
  const isDenied = problem.code === 'AccessDenied'
  const { requestId } = problem.details
  return (
    <Alert
      type={isDenied ? 'warning' : 'error'}
      header={isDenied ? 'Your policies do not allow this' : headerOf(problem)}
      action={onRetry && !isDenied ? <Button onClick={onRetry}>Try again</Button> : undefined}
    >
      <SpaceBetween size="s">
        <Box variant="span" color="inherit">
          <span className="breakable">{problem.message}</span>
        </Box>
        {isDenied && typeof requestId === 'string' && <Why requestId={requestId} />}
      </SpaceBetween>
    </Alert>
  )
}

function headerOf({ code }: Problem): string {
  return code === 'Unreachable' ? 'The server cannot be reached' : 'This did not work'
}

/** Asks which policy decided. Who may not ask that is told whom to turn to. */
export function Why({ requestId }: { readonly requestId: string }) {
  const [isAsking, setIsAsking] = useState(false)
  const [explanation, setExplanation] = useState<Explanation>()
  const [problem, setProblem] = useState<Problem>()
  const ask = async () => {
    setIsAsking(true)
    try {
      setExplanation(await administer('explain-refusal', { requestId }))
    } catch (error) {
      setProblem(problemOf(error))
    }
    setIsAsking(false)
  }
  if (explanation) return <ExplanationText explanation={explanation} />
  if (problem?.code === 'AccessDenied') {
    return (
      <Box variant="span" color="inherit" fontSize="body-s">
        You may not read the details either. An administrator sees them with{' '}
        <Box variant="code">twinlock iam why {requestId}</Box>
      </Box>
    )
  }
  return (
    <SpaceBetween size="xs">
      {problem && <span>{problem.message}</span>}
      <Button loading={isAsking} onClick={() => void ask()}>
        Why?
      </Button>
    </SpaceBetween>
  )
}
