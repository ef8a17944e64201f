import { rootArn, userArn } from './arn.ts'
import type { RootPrincipal, UserPrincipal } from './principal.ts'

export function rootPrincipal(accountId: string): RootPrincipal {
  return { kind: 'root', accountId, arn: rootArn(accountId), userId: accountId }
}

export function userPrincipal(accountId: string, userId: string, userName: string, path: string): UserPrincipal {
  return { kind: 'user', accountId, arn: userArn(accountId, path, userName), userId, userName, path }
}
