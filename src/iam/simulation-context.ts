/** `ContextEntries`: the values of condition keys that a simulated request is to have. */
import type { ContextEntry } from '@aws-sdk/client-iam'
import { parseAddress } from '../policy/addresses.ts'
import { parseBinary, parseBoolean, parseDate, parseNumber } from '../policy/operators.ts'
import { AwsFault } from '../wire/faults.ts'

/**
 * By key in lower case.
 * @throws AwsFault InvalidInput for an entry without a part, a key twice, several values where the type has one, or a
 * value that is not of its type: it would match nothing, and a simulated deny would look as if it did not apply
 */
export function readContextEntries(entries: readonly ContextEntry[]): ReadonlyMap<string, readonly string[]> {
  const context = new Map<string, readonly string[]>()
  for (const { ContextKeyName: name = '', ContextKeyType: type, ContextKeyValues: values = [] } of entries) {
    if (name === '') throw invalid('ContextKeyName cannot be null or empty.')
    if (type === undefined) throw invalid(`Context key ${name} has invalid type null.`)
    if (context.has(name.toLowerCase())) throw invalid(`Duplicate context key: ${name}.`)
    if (values.length === 0) throw invalid(`Context values for context key ${name} cannot be null or empty.`)
    if (!type.endsWith('List') && values.length > 1) {
      throw invalid(`Context key ${name} expected a single value, but received ${values.length}.`)
    }
    const [format, parse] = formats[type.replace(/List$/, '')] ?? []
    if (parse && !values.every((value) => parse(value) !== undefined)) {
      throw invalid(`Invalid context value for key ${name}: expected ${format}.`)
    }
    context.set(name.toLowerCase(), values)
  }
  return context
}

/** Of the types other than text, how AWS calls the format of their values. */
const formats: Readonly<Record<string, readonly [format: string, parse: (text: string) => unknown]>> = {
  numeric: ['numeric format', parseNumber],
  boolean: ['boolean format', parseBoolean],
  ip: ['IP address', parseAddress],
  binary: ['base-64 encoded binary format', parseBinary],
  date: ['DateTime format', parseDate],
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidInput', message)
}
