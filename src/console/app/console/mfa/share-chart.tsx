import AreaChart from '@cloudscape-design/components/area-chart'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { serverTime } from '../../browser/server-time.ts'
import { shareOverTime } from './share-over-time.ts'
import type { SurveyedUser } from './survey.ts'

const twoDays = 172_800_000
const monthAndDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** The share of users with MFA since the first user was created. */
export function ShareChart({ users }: { readonly users: readonly SurveyedUser[] }) {
  const points = shareOverTime(users, new Date(serverTime()))
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const ticks = last.at.getTime() - first.at.getTime() < twoDays ? timeOfDay : monthAndDay
  return (
    <Container
      header={
        <Header variant="h2" description="Of the users and devices that there are now.">
          Share of users with MFA over time
        </Header>
      }
    >
      <AreaChart
        series={[
          {
            type: 'area',
            title: 'Users with MFA',
            data: points.map(({ at, percent }) => ({ x: at, y: percent })),
            valueFormatter: (percent) => `${Math.round(percent)} %`,
          },
        ]}
        xScaleType="time"
        xDomain={[first.at, last.at]}
        yDomain={[0, 100]}
        xTickFormatter={(at) => ticks.format(at)}
        yTickFormatter={(percent) => `${percent} %`}
        height={200}
        hideFilter
        hideLegend
        ariaLabel="Share of users with MFA over time"
        ariaDescription={`Now ${last.withMfa} of ${last.users} users have MFA, ${Math.round(last.percent)} percent.`}
        i18nStrings={{
          chartAriaRoleDescription: 'area chart',
          detailTotalLabel: 'Total',
          xAxisAriaRoleDescription: 'time axis',
          yAxisAriaRoleDescription: 'percent axis',
        }}
        empty="There are no users."
      />
    </Container>
  )
}
