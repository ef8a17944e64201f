import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'

type Summary = Readonly<Record<string, number | undefined>>

/** What is counted, by the names of GetAccountSummary; what an account may have of it, where there is such a quota. */
const rows: readonly { readonly name: string; readonly count: string; readonly quota?: string }[] = [
  { name: 'Users', count: 'Users', quota: 'UsersQuota' },
  { name: 'Groups', count: 'Groups', quota: 'GroupsQuota' },
  { name: 'Roles', count: 'Roles', quota: 'RolesQuota' },
  { name: 'Policies', count: 'Policies', quota: 'PoliciesQuota' },
  { name: 'Policy versions in use', count: 'PolicyVersionsInUse', quota: 'PolicyVersionsInUseQuota' },
  { name: 'Instance profiles', count: 'InstanceProfiles', quota: 'InstanceProfilesQuota' },
  { name: 'MFA devices', count: 'MFADevices' },
  { name: 'MFA devices in use', count: 'MFADevicesInUse' },
]

const perItem: readonly (readonly [name: string, quota: string, unit?: string])[] = [
  ['Access keys of a user', 'AccessKeysPerUserQuota'],
  ['Groups of a user', 'GroupsPerUserQuota'],
  ['Policies attached to a user', 'AttachedPoliciesPerUserQuota'],
  ['Policies attached to a group', 'AttachedPoliciesPerGroupQuota'],
  ['Policies attached to a role', 'AttachedPoliciesPerRoleQuota'],
  ['Versions of a policy', 'VersionsPerPolicyQuota'],
  ['Size of a policy', 'PolicySizeQuota', 'characters'],
  ['Inline policies of a user', 'UserPolicySizeQuota', 'characters'],
  ['Inline policies of a group', 'GroupPolicySizeQuota', 'characters'],
  ['Inline policies of a role', 'RolePolicySizeQuota', 'characters'],
]

export function Usage() {
  const summary = useLoad(async (): Promise<Summary> => (await iam('GetAccountSummary', {})).SummaryMap ?? {})
  const ofSummary = (name: string | undefined, unit?: string) => {
    const number = name === undefined ? undefined : summary.value?.[name]
    if (number === undefined) return '–'
    return unit === undefined ? number.toLocaleString('en') : `${number.toLocaleString('en')} ${unit}`
  }
  const header = (
    <Header
      variant="h2"
      description="AWS’s quotas. This server holds roles, instance profiles and all that is counted per user, group, role or policy to them; of users, groups and policies there may be more."
    >
      Usage and quotas
    </Header>
  )
  if (summary.problem) {
    return (
      <Container header={header}>
        <ProblemAlert problem={summary.problem} onRetry={summary.reload} />
      </Container>
    )
  }
  return (
    <Table
      header={header}
      loading={summary.isLoading}
      loadingText="Counting"
      items={[
        ...rows.map(({ name, count, quota }) => ({ name, count: ofSummary(count), quota: ofSummary(quota) })),
        ...perItem.map(([name, quota, unit]) => ({ name, count: '', quota: ofSummary(quota, unit) })),
      ]}
      trackBy="name"
      variant="container"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: 'Usage and quotas' }}
      columnDefinitions={[
        { id: 'name', header: 'What', isRowHeader: true, cell: ({ name }) => name },
        {
          id: 'count',
          header: 'In this account',
          cell: ({ count }) => count || <Box color="text-status-inactive">per item</Box>,
        },
        { id: 'quota', header: 'Quota', cell: ({ quota }) => quota },
      ]}
    />
  )
}
