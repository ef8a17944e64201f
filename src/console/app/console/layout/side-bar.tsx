import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { useSession } from '../api/session.ts'
import { addressOf, followInside, usePlace } from '../location.ts'
import { findRoute } from '../routes.ts'

const link = (text: string, path: string): SideNavigationProps.Link => ({ type: 'link', text, href: addressOf(path) })

const items: readonly SideNavigationProps.Item[] = [
  link('My security', ''),
  { type: 'divider' },
  {
    type: 'section-group',
    title: 'Access',
    items: [
      link('MFA overview', '/mfa'),
      link('Users', '/users'),
      link('Groups', '/groups'),
      link('Roles', '/roles'),
      link('Policies', '/policies'),
      link('Policy simulator', '/simulator'),
    ],
  },
  { type: 'divider' },
  {
    type: 'section-group',
    title: 'Account',
    items: [link('Activity', '/activity'), link('Account settings', '/settings')],
  },
]

export function SideBar() {
  const { path } = usePlace()
  const { accountAlias, accountId } = useSession()
  return (
    <SideNavigation
      header={{ text: accountAlias ?? accountId, href: addressOf('') }}
      activeHref={addressOf(findRoute(path)?.parent ?? path.slice('/console'.length))}
      items={items}
      onFollow={followInside}
    />
  )
}
