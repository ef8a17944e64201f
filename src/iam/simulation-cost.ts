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

/** Comparisons of one character with another: measured, one to two seconds at worst, mostly milliseconds. */
const workPerPage = 500_000_000

/** What is done for one resource at a time, before others have their turn: 0.3 seconds at worst. */
const workPerTurn = 100_000_000

/** So many for each resource, and for each statement that may stand in its answer. */
const workPerAnswer = 5000

/** So many characters more for each resource: the action is compared as well, and the answer names the missing keys. */
const charactersPerResource = 250

/**
 * How many actions one page answers; the rest is for the next pages, as AWS reserves it.
 * @throws AwsFault InvalidInput when a single action is too much
 */
export function actionsPerPage({ resources, policies, values }: Work): number {
  const longestValue = values.reduce((longest, { length }) => Math.max(longest, length), 0)
  // A pattern is compared with no more than a resource or a value, character by character, and each of its variables may
  // become as long as the longest value.
  const patterns = sum(policies, ({ text = '' }) => text.length + (text.split('${').length - 1) * longestValue)
  const compared = charactersPerResource + sum(values, ({ length }) => length)
  const answers = 1 + sum(policies, ({ policy }) => policy.document.Statement.length)
  const turns = resources.map(({ length }) => patterns * (compared + length) + answers * workPerAnswer)
  const actions = Math.floor(workPerPage / sum(turns, (work) => work))
  if (actions > 0 && turns.every((work) => work <= workPerTurn)) return actions
  throw new AwsFault('InvalidInput', 'The simulation is too large: pass fewer resources, policies or context values.')
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0)
}
