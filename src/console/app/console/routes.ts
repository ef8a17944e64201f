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
  lazy(async () => ({ default: (await load())[name] }))

export const routes: readonly Route[] = [
  {
    path: '',
    title: 'My security',
    Page: page(() => import('./security/my-security-page.tsx'), 'MySecurityPage'),
  },
  { path: '/users', title: 'Users', Page: page(() => import('./users/users-page.tsx'), 'UsersPage') },
  {
    path: '/users/details',
    title: 'User',
    parent: '/users',
    Page: page(() => import('./users/user-page.tsx'), 'UserPage'),
  },
]

export function findRoute(path: string): Route | undefined {
  return routes.find((route) => `/console${route.path}` === path)
}
