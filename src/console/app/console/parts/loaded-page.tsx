import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import type { Loaded } from '../loading/use-load.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface LoadedPageProps<Value> {
  readonly loaded: Loaded<Value>
  readonly children: (value: Value) => ReactNode
}

export function LoadedPage<Value>({ loaded, children }: LoadedPageProps<Value>) {
  if (loaded.problem) return <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} />
  return loaded.value === undefined ? <Spinner size="large" /> : children(loaded.value)
}
