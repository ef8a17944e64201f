import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Census } from './census.ts'
import { PeopleTable } from './people-table.tsx'
import { ShareChart } from './share-chart.tsx'
import { Summary } from './summary.tsx'
import { WorkBar } from './work-bar.tsx'

/** Who has MFA and who has not, and whom to talk to first. */
export function MfaOverviewPage() {
  const [turn, setTurn] = useState(0)
  return <Overview key={turn} onReload={() => setTurn(turn + 1)} />
}

function Overview({ onReload }: { readonly onReload: () => void }) {
  const [census] = useState(() => new Census())
  const picture = useSyncExternalStore(census.subscribe, census.read)
  useEffect(() => {
    void census.begin()
    return census.stop
  }, [census])
  const { people, problems, work } = picture
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Who has MFA and who has not. Users whom a password or an access key alone would let in come first."
        actions={
          <Button iconName="refresh" disabled={work !== undefined} onClick={onReload}>
            Look again
          </Button>
        }
      >
        MFA overview
      </Header>
      {problems.map((problem) => (
        <ProblemAlert
          key={`${problem.code} ${problem.message}`}
          problem={problem}
          onRetry={() => void census.begin()}
        />
      ))}
      <div className="side-by-side">
        <Summary picture={picture} />
        <ShareChart people={people} />
      </div>
      <WorkBar census={census} picture={picture} />
      <PeopleTable census={census} picture={picture} />
    </SpaceBetween>
  )
}
