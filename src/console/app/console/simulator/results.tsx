import type { EvaluationResult } from '@aws-sdk/client-iam'
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useEffect, useRef } from 'react'

/** What was decided, by which statements, and which condition keys nobody gave. */
export function Results({ results }: { readonly results: readonly EvaluationResult[] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={place}>
      <div role="status" className="unseen">
        {results.length} results
      </div>
      <Table
        items={results}
        wrapLines
        ariaLabels={{ tableLabel: 'Results' }}
        header={<Header counter={`(${results.length})`}>Results</Header>}
        columnDefinitions={[
          {
            id: 'action',
            header: 'Action',
            isRowHeader: true,
            minWidth: 160,
            cell: ({ EvalActionName }) => EvalActionName,
          },
          {
            id: 'resource',
            header: 'Resource',
            minWidth: 160,
            cell: ({ EvalResourceName }) => <span className="breakable">{EvalResourceName}</span>,
          },
          {
            id: 'decision',
            header: 'Decision',
            minWidth: 210,
            cell: ({ EvalDecision }) => <Decision decision={EvalDecision} />,
          },
          {
            id: 'statements',
            header: 'By',
            minWidth: 180,
            cell: (result) => <span className="breakable">{describeStatements(result)}</span>,
          },
          {
            id: 'missing',
            header: 'Keys that were missing',
            minWidth: 150,
            cell: ({ MissingContextValues = [] }) => (
              <span className="breakable">{MissingContextValues.join(', ') || '–'}</span>
            ),
          },
        ]}
      />
    </div>
  )
}

function Decision({ decision }: { readonly decision: string | undefined }) {
  if (decision === 'allowed') return <StatusIndicator>Allowed</StatusIndicator>
  return decision === 'explicitDeny' ? (
    <StatusIndicator type="error">Denied by a statement</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">Allowed by none</StatusIndicator>
  )
}

function describeStatements({ MatchedStatements = [] }: EvaluationResult): string {
  const names = MatchedStatements.map(({ SourcePolicyId, StartPosition }) =>
    StartPosition?.Line === undefined ? SourcePolicyId : `${SourcePolicyId}, line ${StartPosition.Line}`,
  )
  return names.join('; ') || '–'
}
