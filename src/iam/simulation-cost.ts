/**
 * How much work one answer may be. A simulation is the one request whose cost its sender chooses: actions times resources
 * times policies. Codes of other users are not verified in the meantime.
 */
import { AwsFault } from '../wire/faults.ts'
import type { SimulatedPolicy } from './simulation-source.ts'

interface Work {
  readonly resources: readonly string[]
  readonly policies: readonly SimulatedPolicy[]
  readonly values: readonly string[]
}

/** Comparisons of one character with another. */
const workPerPage = 300_000_000

/** So many for each statement and resource, which may stand in the answer. */
const workPerStatement = 5000

/** So many characters more for each resource: the answer names it, and the keys that are missing. */
const charactersPerResource = 100

/**
 * How many actions one page answers; the rest is for the next pages, as AWS reserves it.
 * @throws AwsFault InvalidInput when a single action is too much
 */
export function actionsPerPage({ resources, policies, values }: Work): number {
  const longestValue = values.reduce((longest, { length }) => Math.max(longest, length), 0)
  // A pattern is compared with no more than a resource or a value, character by character, and each of its variables may
  // become as long as the longest value.
  const patterns = sum(policies, ({ text = '' }) => text.length + (text.split('${').length - 1) * longestValue)
  const compared =
    sum(resources, ({ length }) => length + charactersPerResource) + resources.length * sum(values, lengthOf)
  const statements = sum(policies, ({ policy }) => policy.document.Statement.length)
  const work = patterns * compared + resources.length * statements * workPerStatement
  const actions = Math.floor(workPerPage / Math.max(1, work))
  if (actions > 0) return actions
  throw new AwsFault('InvalidInput', 'The simulation is too large: pass fewer resources, policies or context values.')
}

function lengthOf({ length }: string): number {
  return length
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0)
}
