/**
 * What policies could allow at all, as AWS's access advisor judges it: neither conditions nor boundaries count, and of denies
 * only those that take a whole service or action away, whatever the resource.
 */
import { compilePolicy } from '../policy/compile.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { actionsOf } from '../wire/model.ts'
import { serviceNames } from './service-names.ts'

/** Whether any action of the service is left over from what the documents together allow. */
export function grantsAccess(documents: readonly PolicyDocument[], serviceNamespace: string): boolean {
  const namespace = serviceNamespace.toLowerCase()
  const isOfService = (action: string) => action === '*' || namespaceOf(action) === namespace
  const isWholeService = (action: string) => action === '*' || action.toLowerCase() === `${namespace}:*`
  const statements = documents.flatMap(({ Statement }) => Statement)
  const isGranted = statements.some(
    ({ Effect, Action, NotAction, NotResource }) =>
      Effect === 'Allow' &&
      !NotResource?.includes('*') &&
      (Action?.some(isOfService) || (NotAction && !NotAction.some(isWholeService))),
  )
  const isTakenAway = statements.some(
    (statement) =>
      isDenyOfAll(statement) &&
      (statement.Action?.some(isWholeService) || (statement.NotAction && !statement.NotAction.some(isOfService))),
  )
  return isGranted && !isTakenAway
}

/** The namespaces of the services that the documents grant access to, sorted. A service that only they know counts as well. */
export function grantedServices(documents: readonly PolicyDocument[]): string[] {
  const named = documents
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Effect, Action = [] }) => (Effect === 'Allow' ? Action : []))
    .filter((action) => action !== '*')
    .map(namespaceOf)
  return [...new Set([...Object.keys(serviceNames), ...named])]
    .filter((namespace) => grantsAccess(documents, namespace))
    .sort()
}

/** Those actions of the service that reports follow one by one: the ones that are answered here. */
export function grantedActions(documents: readonly PolicyDocument[], serviceNamespace: string): string[] {
  if (serviceNamespace !== 'iam' && serviceNamespace !== 'sts') return []
  const policies = documents.map(compilePolicy)
  const allows = policies.flatMap((policy) => policy.allows)
  const denies = policies.flatMap((policy) => policy.denies).filter(({ statement }) => isDenyOfAll(statement))
  return actionsOf(serviceNamespace)
    .filter((name) => {
      const action = `${serviceNamespace}:${name}`.toLowerCase()
      return allows.some((allow) => allow.matchesAction(action)) && !denies.some((deny) => deny.matchesAction(action))
    })
    .sort()
}

function namespaceOf(action: string): string {
  return action.slice(0, action.indexOf(':')).toLowerCase()
}

function isDenyOfAll({ Effect, Resource, Condition }: Statement): boolean {
  return Effect === 'Deny' && Resource?.includes('*') === true && Condition === undefined
}
