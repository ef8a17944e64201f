import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import { useMemo } from 'react'
import { serverTime } from '../../browser/server-time.ts'
import { Moment } from '../parts/moment.tsx'
import type { Person } from './person.ts'
import { type Share, shareOverTime } from './share-over-time.ts'

const [width, height] = [600, 160]
const steps = 60
const rowsOfTable = 12
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** The share of users with MFA since the first of them was created. */
export function ShareChart({ people }: { readonly people: readonly Person[] }) {
  const shares = useMemo(() => shareOverTime(people, serverTime(), steps), [people])
  const [first, last] = [shares[0], shares.at(-1)]
  if (!first || !last) return null
  const line = shares.map((share, step) => `${step === 0 ? 'M' : 'L'}${xOf(step)} ${yOf(share)}`).join('')
  const rows = shares.filter((_, step) => step % (steps / rowsOfTable) === 0)
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          description="Of the users and devices that are there now. What was deleted since is not in it."
        >
          Users with MFA over time
        </Header>
      }
    >
      <div className="stack">
        <div className="share-chart">
          <div className="share-chart-scale" aria-hidden="true">
            <span>100%</span>
            <span>50%</span>
            <span>0%</span>
          </div>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={describe(first, last)}
          >
            <title>{describe(first, last)}</title>
            {[0, 0.5, 1].map((share) => (
              <path key={share} className="share-chart-grid" d={`M0 ${height * share}H${width}`} />
            ))}
            <path className="share-chart-area" d={`${line}V${height}H0Z`} />
            <path className="share-chart-line" d={line} />
          </svg>
          <div className="share-chart-times" aria-hidden="true">
            <span>{day.format(first.at)}</span>
            <span>Now</span>
          </div>
        </div>
        <ExpandableSection headerText="The same in numbers">
          <table className="plain-table">
            <caption>Users with MFA over time</caption>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Users</th>
                <th scope="col">With MFA</th>
                <th scope="col">Share</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((share) => (
                <tr key={share.at.getTime()}>
                  <th scope="row">
                    <Moment at={share.at} />
                  </th>
                  <td>{share.users.toLocaleString('en')}</td>
                  <td>{share.withMfa.toLocaleString('en')}</td>
                  <td>{percentOf(share)}%</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ExpandableSection>
      </div>
    </Container>
  )
}

function xOf(step: number): number {
  return Math.round((width * step) / steps)
}

function yOf({ users, withMfa }: Share): number {
  return Math.round(height * (1 - (users === 0 ? 0 : withMfa / users)) * 10) / 10
}

export function percentOf({ users, withMfa }: Pick<Share, 'users' | 'withMfa'>): number {
  // 99.9 % are not all of them.
  return users === 0 ? 0 : Math.floor((100 * withMfa) / users)
}

function describe(first: Share, last: Share): string {
  return `Share of users with MFA: ${percentOf(first)}% on ${day.format(first.at)}, ${percentOf(last)}% now.`
}
