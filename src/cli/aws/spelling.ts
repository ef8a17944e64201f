/** What a misspelt name must have meant, and whether an operation may run without being asked again. */
import { editDistance, nearestName } from '../../edit-distance.ts'
import { usageError } from './command-error.ts'
import type { CommandOption } from './command-option.ts'

/** Nothing that changes, replaces or takes away what is there runs on a guess. */
const runsOnGuess = /^(create|list|get|generate|simulate|assume|decode)-|^(enable|resync)-mfa-device$/

/**
 * The operation of that name, or the one that it must be, with a hint for the person.
 *
 * @throws CommandError when nothing is close, or not beyond doubt, or not harmless.
 */
export function findOperation(given: string, names: readonly string[]): { name: string; hint: string } {
  if (names.includes(given)) return { name: given, hint: '' }
  const candidates = findCandidates(given, names)
  const [only] = candidates
  if (candidates.length === 1 && only !== undefined && runsOnGuess.test(only)) {
    return { name: only, hint: `twinlock: understood as ${only}\n` }
  }
  const meant = candidates.map((name) => `\n  * ${name}`).join('')
  throw usageError(
    `argument operation: Invalid choice: '${given}'${meant === '' ? '' : `, maybe you meant:\n${meant}`}`,
  )
}

function findCandidates(given: string, names: readonly string[]): readonly string[] {
  const plural = names.filter((name) => singular(name) === singular(given))
  return plural.length === 1 ? plural : names.filter((name) => editDistance(given, name) <= (given.length < 8 ? 1 : 2))
}

/** A line for each option that is close to one that exists; options are never guessed. */
export function suggestOptions(unknown: readonly string[], options: readonly CommandOption[]): string {
  const names = options.map(({ name }) => `--${name}`)
  return unknown
    .filter((name) => name.startsWith('--'))
    .map((name) => ({ name, meant: nearestName(name.split('=')[0] ?? name, names) }))
    .map(({ name, meant }) => (meant === undefined ? '' : `twinlock: ${name} is not known: is ${meant} meant?\n`))
    .join('')
}

/** Word by word: `list-group-policy` is `list-group-policies`. */
function singular(name: string): string {
  return name
    .split('-')
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<!s)s$/, ''))
    .join('-')
}
