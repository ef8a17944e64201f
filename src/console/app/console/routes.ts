/** The pages of the console by their path. Each is loaded when it is first opened. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

export interface Route {
  /** After `/console`. */
  readonly path: string
  readonly title: string
  /** Above the page, where it is below another: the path of that one. */
  readonly parent?: string
  readonly Page: LazyExoticComponent<ComponentType>
}

const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load().catch(reloadOnce))[name] }))

const reloadKey = 'twinlock-reloaded'

/**
 * The server has been upgraded since this page was opened, and the file that it wants is no more: load the page anew. Once
 * only, lest a server that has lost its files makes it go on for ever.
 */
function reloadOnce(error: unknown): never | Promise<never> {
  if (sessionStorage.getItem(reloadKey) === location.href) throw error
  sessionStorage.setItem(reloadKey, location.href)
  location.reload()
  return new Promise(() => undefined)
}

export const routes: readonly Route[] = [
  {
    path: '',
    title: 'My security',
    Page: page(() => import('./security/my-security-page.tsx'), 'MySecurityPage'),
  },
  {
    path: '/mfa',
    title: 'MFA overview',
    Page: page(() => import('./mfa/mfa-overview-page.tsx'), 'MfaOverviewPage'),
  },
  { path: '/users', title: 'Users', Page: page(() => import('./users/users-page.tsx'), 'UsersPage') },
  {
    path: '/users/details',
    title: 'User',
    parent: '/users',
    Page: page(() => import('./users/user-page.tsx'), 'UserPage'),
  },
  { path: '/groups', title: 'Groups', Page: page(() => import('./groups/groups-page.tsx'), 'GroupsPage') },
  {
    path: '/groups/details',
    title: 'Group',
    parent: '/groups',
    Page: page(() => import('./groups/group-page.tsx'), 'GroupPage'),
  },
  { path: '/roles', title: 'Roles', Page: page(() => import('./roles/roles-page.tsx'), 'RolesPage') },
  {
    path: '/roles/create',
    title: 'Create a role',
    parent: '/roles',
    Page: page(() => import('./roles/create-role-page.tsx'), 'CreateRolePage'),
  },
  {
    path: '/roles/details',
    title: 'Role',
    parent: '/roles',
    Page: page(() => import('./roles/role-page.tsx'), 'RolePage'),
  },
  { path: '/policies', title: 'Policies', Page: page(() => import('./policies/policies-page.tsx'), 'PoliciesPage') },
  {
    path: '/policies/create',
    title: 'Create a policy',
    parent: '/policies',
    Page: page(() => import('./policies/create-policy-page.tsx'), 'CreatePolicyPage'),
  },
  {
    path: '/policies/details',
    title: 'Policy',
    parent: '/policies',
    Page: page(() => import('./policies/policy-page.tsx'), 'PolicyPage'),
  },
  {
    path: '/simulator',
    title: 'Policy simulator',
    Page: page(() => import('./simulator/simulator-page.tsx'), 'SimulatorPage'),
  },
  { path: '/activity', title: 'Activity', Page: page(() => import('./activity/activity-page.tsx'), 'ActivityPage') },
  {
    path: '/settings',
    title: 'Account settings',
    Page: page(() => import('./settings/account-settings-page.tsx'), 'AccountSettingsPage'),
  },
]

export function findRoute(path: string): Route | undefined {
  return routes.find((route) => `/console${route.path}` === path)
}
