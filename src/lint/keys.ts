/** Condition keys that AWS does not know are no error there: they are simply never present. */
import { editDistance } from '../edit-distance.ts'
import type { CompiledPolicy } from '../policy/compile.ts'
import { type Finding, type Place, pages, placeOf } from './finding.ts'
import { mfaAge, mfaPresent } from './situation.ts'

const spelling: ReadonlyMap<string, string> = new Map([
  [mfaPresent, 'aws:MultiFactorAuthPresent'],
  [mfaAge, 'aws:MultiFactorAuthAge'],
])

export function mentionsMfa({ policy }: { readonly policy: CompiledPolicy }): boolean {
  return [...policy.keys.keys()].some((key) => spelling.has(key) || meantKey(key) !== undefined)
}

export function lintKeys(at: Place): Finding[] {
  const used = Object.entries(at.compiled.statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => ({ operator, key })),
  )
  return used.flatMap(({ operator, key }) => {
    const meant = meantKey(key)
    if (meant !== undefined) return [unknownKey(at, key, meant)]
    return key.toLowerCase() === mfaPresent && /string/i.test(operator) ? [stringOperator(at, operator)] : []
  })
}

/** The key of AWS that a key of no service must mean; tags may have any name. */
function meantKey(key: string): string | undefined {
  const lower = key.toLowerCase()
  if (spelling.has(lower) || key.includes('/')) return undefined
  const near = [...spelling.keys()].find((known) => editDistance(lower, known) <= 3)
  if (near !== undefined) return spelling.get(near)
  if (!/^(aws|iam|sts):.*(mfa|multi-?factor)/.test(lower)) return undefined
  return spelling.get(/age|old|time|seconds/.test(lower.replace(/^[^:]*:/, '')) ? mfaAge : mfaPresent)
}

function unknownKey(at: Place, key: string, meant: string): Finding {
  return {
    severity: 'error',
    rule: 'unknown-key',
    ...placeOf(at),
    problem: `AWS has no condition key ${key}. That is not refused: the key is never there, whoever asks, with MFA and without.`,
    fix: `Write ${meant}; upper and lower case do not matter.`,
    page: pages.presentKey,
  }
}

function stringOperator(at: Place, operator: string): Finding {
  return {
    severity: 'warning',
    rule: 'string-operator',
    ...placeOf(at),
    problem: `aws:MultiFactorAuthPresent is a boolean, and ${operator} compares texts: letter for letter, where Bool reads true and True alike. What it does with a key that is missing is easily overlooked, too.`,
    fix: 'Use Bool in an allow ("true"), BoolIfExists in a deny ("false").',
    page: pages.operators,
  }
}
