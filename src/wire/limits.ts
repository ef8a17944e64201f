/**
 * The vocabulary of input limits: how a member of an input can break AWS's model, independent of the words in which a
 * service says so (`wire/validation.ts` has the two dialects).
 */

/** One broken constraint. `path` is relative to the member: empty for the value itself, `.1.member.key` inside a list. */
export interface Violation {
  readonly path: string
  /** The value that broke it; `undefined` where it was missing. */
  readonly value: unknown
  /** AWS's words: `Member must have length less than or equal to 64`. */
  readonly constraint: string
}

/** Every constraint that the value breaks, pattern before length; an empty list when it is fine. */
export type Limit<in T> = (value: T) => readonly Violation[]
