/** From texts to policies that the engine can decide on. */
import { findIdentityPolicyFault, findTrustPolicyFault } from '../policy/check.ts'
import { compilePolicy } from '../policy/compile.ts'
import { parsePolicyDocument } from '../policy/document.ts'
import type { AppliedPolicy } from '../policy/evaluate.ts'
import { type Finding, pages } from './finding.ts'

export interface PolicyText {
  /** A file, or what AWS calls the policy. */
  readonly name: string
  /** JSON. */
  readonly document: string
  /** What it is for its user; a boundary allows nothing by itself. */
  readonly kind: 'identity' | 'boundary'
}

export interface ReadPolicy extends AppliedPolicy {
  readonly kind: PolicyText['kind']
}

/** @param isAccepted a server has taken them already: AWS's own policies may say what is not checked for here. */
export function readPolicies(
  texts: readonly PolicyText[],
  isAccepted: boolean,
): { read: readonly ReadPolicy[]; findings: readonly Finding[] } {
  const read: ReadPolicy[] = []
  const findings: Finding[] = []
  for (const { name, document, kind } of texts) {
    const policy = isAccepted ? compile(document) : (findFault(document) ?? compile(document))
    if (typeof policy === 'string') findings.push(unreadable(name, policy))
    else read.push({ name, kind, policy })
  }
  return { read, findings }
}

/** Trust policies and those of buckets, keys and so on say whom they are about: nothing can be said of one user. */
export function namesPrincipals({ policy: { document } }: AppliedPolicy): boolean {
  return document.Statement.some(({ Principal, NotPrincipal }) => Principal ?? NotPrincipal)
}

function compile(document: string) {
  try {
    return compilePolicy(parsePolicyDocument(document))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Policies of buckets, keys and so on are other services' to check. */
function findFault(document: string): string | undefined {
  const fault = findIdentityPolicyFault(document)
  if (fault !== 'Policy document should not specify a principal.') return fault
  return /"(Not)?Resource"/.test(document) ? undefined : findTrustPolicyFault(document)
}

function unreadable(policy: string, message: string): Finding {
  return {
    severity: 'error',
    rule: 'unreadable-policy',
    policy,
    problem: `AWS would not take this document: ${message}`,
    fix: 'Correct it first: nothing else was looked at in it.',
    page: pages.grammar,
  }
}
