/** The pages of the console by their path. Each is loaded when it is first opened. */
import type { ComponentType, LazyExoticComponent } from 'react'
import { MySecurityPage } from './security/my-security-page.tsx'

export interface Route {
  /** After `/console`. */
  readonly path: string
  readonly title: string
  /** Above the page, where it is below another: the path of that one. */
  readonly parent?: string
  readonly Page: ComponentType | LazyExoticComponent<ComponentType>
}

export const routes: readonly Route[] = [{ path: '', title: 'My security', Page: MySecurityPage }]

export function findRoute(path: string): Route | undefined {
  return routes.find((route) => `/console${route.path}` === path)
}
