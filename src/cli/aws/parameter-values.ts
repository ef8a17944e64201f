/** From the texts of the command line to parameters, by their shapes: plain values, shorthand or JSON. */
import type { Environment } from '../../config.ts'
import type { Shape } from '../../wire/model.ts'
import { parseInteger } from './arguments.ts'
import { failure, parsingError } from './command-error.ts'
import type { ArgumentValue, ArgumentValues, CommandOption } from './command-option.ts'
import { readParameterFile } from './parameter-file.ts'
import { isRecord, typeNameOf } from './python-text.ts'
import { parseShorthand, ShorthandError, type ShorthandValue } from './shorthand.ts'

export type Parameters = Readonly<Record<string, unknown>>

/**
 * The parameters that were given as options, and those of `--cli-input-json` that were not.
 *
 * @throws CommandError for a value that cannot be read.
 */
export function readParameters(
  values: ArgumentValues,
  options: readonly CommandOption[],
  variables: Environment,
): Parameters {
  const parameters: Record<string, unknown> = {}
  for (const { name, sets, member } of options) {
    const value = values.get(sets)
    if (!member || value === undefined || member.name in parameters) continue
    parameters[member.name] = readValue(`--${name}`, value, member.shape, variables)
  }
  // Options win, and stand first: the AWS CLI reports what is wrong in that order.
  return { ...parameters, ...readInput(values.get('cli-input-json'), variables), ...parameters }
}

function readInput(value: ArgumentValue | undefined, variables: Environment): Parameters {
  if (typeof value !== 'string') return {}
  const text = readParameterFile('--cli-input-json', value, variables) ?? value
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw parsingError('cli-input-json', 'Invalid JSON received.')
  }
  if (isRecord(input)) return input
  throw parsingError('--cli-input-json', `Invalid type: expecting map, received ${typeNameOf(input)}`)
}

function readValue(option: string, given: ArgumentValue, shape: Shape, variables: Environment): unknown {
  if (typeof given === 'boolean' || typeof given === 'number') return given
  const only = typeof given === 'string' ? given : given.length === 1 ? given[0] : undefined
  const content = only === undefined ? undefined : readParameterFile(option, only, variables)
  const texts = content !== undefined ? [content] : typeof given === 'string' ? [given] : given
  const isJson = /^\s*[[{]/.test(texts[0] ?? '')
  switch (shape.kind) {
    case 'list': {
      if (texts.length === 1 && /^\s*\[/.test(texts[0] ?? '')) return parseJson(option, texts[0] ?? '')
      if (!isComplex(shape.item)) return texts.map((text) => readScalar(text, shape.item))
      return isJson
        ? texts.map((text) => parseJsonObject(option, text))
        : texts.map((text) => parseShorthandOf(option, text, shape.item))
    }
    case 'structure':
    case 'map':
      return isJson ? parseJsonObject(option, texts[0] ?? '') : parseShorthandOf(option, texts[0] ?? '', shape)
    default:
      return readScalar(texts[0] ?? '', shape)
  }
}

function isComplex(shape: Shape): boolean {
  return shape.kind === 'structure' || shape.kind === 'map' || shape.kind === 'list'
}

function readScalar(text: string, { kind }: Shape): string | number {
  if (kind !== 'integer') return text
  const number = parseInteger(text)
  if (number === undefined) throw failure(`invalid literal for int() with base 10: '${text}'`)
  return number
}

function parseJsonObject(option: string, text: string): unknown {
  if (/^\s*\{/.test(text)) return parseJson(option, text)
  throw parsingError(option, `Invalid JSON:\n${text}`)
}

function parseJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw parsingError(option, `Invalid JSON: ${(error as Error).message}\nJSON received: ${text}`)
  }
}

function parseShorthandOf(option: string, text: string, shape: Shape): unknown {
  try {
    return coerce(parseShorthand(text), shape)
  } catch (error) {
    throw error instanceof ShorthandError ? parsingError(option, error.message) : error
  }
}

/** Shorthand knows texts only, and a list of one cannot be told from its item: the shape says what is meant. */
function coerce(value: ShorthandValue, shape: Shape): unknown {
  if (shape.kind === 'list') return isList(value) ? value.map((item) => coerce(item, shape.item)) : [value]
  if (typeof value === 'string') return coerceText(value, shape)
  if (isList(value)) return value
  if (shape.kind === 'map') return mapValues(value, (item) => coerce(item, shape.value))
  if (shape.kind !== 'structure') return value
  const shapes = new Map(shape.members.map((member) => [member.name, member.shape]))
  return mapValues(value, (item, name) => {
    const itemShape = shapes.get(name)
    return itemShape ? coerce(item, itemShape) : item
  })
}

function coerceText(text: string, shape: Shape): unknown {
  if (shape.kind === 'integer') return readScalar(text, shape)
  if (shape.kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return text
}

function mapValues<V>(record: Readonly<Record<string, V>>, change: (value: V, name: string) => unknown): Parameters {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
}

function isList(value: ShorthandValue): value is readonly ShorthandValue[] {
  return Array.isArray(value)
}
