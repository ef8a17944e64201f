/** A refused request as a story for people, from the server's answer. */
import { printable } from '../terminal.ts'
import { isRecord } from './python-text.ts'

type Answer = Readonly<Record<string, unknown>>

/** Ended by a line break. What is not there is left out: the server may be of another version. */
export function tellRefusal(answer: Answer): string {
  const { principal, action, resource, time, document, unmetAllows, keys } = answer
  const on = resource === '*' ? '' : ` on ${resource}`
  const sections = [
    [`${principal} was refused ${action}${on} at ${time}.`],
    [`Why: ${answer['reason']}`],
    isRecord(document) ? drawStatement(answer, document) : [],
    ...listOf(unmetAllows).map((each) => (isRecord(each['document']) ? drawStatement(each, each['document']) : [])),
    isRecord(keys) ? drawKeys(keys) : [],
    isRecord(answer['advice']) ? drawAdvice(answer['advice']) : [],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(printable).join('\n'))
    .join('\n\n')}\n`
}

function listOf(value: unknown): readonly Answer[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function drawStatement({ policy, statement }: Answer, document: Answer): string[] {
  const name = typeof statement === 'number' ? `Statement number ${statement}` : `Statement ${statement}`
  return [`${name} of ${policy}:`, ...JSON.stringify(document, null, 2).split('\n')]
}

/** In quotation marks, as a value may be any text; `absent` is none. */
function drawKeys(keys: Answer): string[] {
  const rows = Object.entries(keys).map(([key, values]) => [key, describeValues(values)] as const)
  if (rows.length === 0) return []
  const width = Math.max(...rows.map(([key]) => key.length))
  const isMfaAbsent = keys['aws:multifactorauthpresent'] === null
  return [
    'The condition keys that these policies ask for, as the request had them:',
    ...rows.map(([key, values]) => `  ${key.padEnd(width)}  ${values}`),
    ...(isMfaAbsent
      ? ['  A long-term access key has no aws:MultiFactorAuthPresent. That is not "false": Bool then does not match.']
      : []),
  ]
}

function describeValues(values: unknown): string {
  return Array.isArray(values) && values.length > 0 ? values.map((value) => JSON.stringify(value)).join(', ') : 'absent'
}

function drawAdvice({ text, command }: Answer): string[] {
  return [`What helps: ${text}`, ...(typeof command === 'string' ? [`  ${command}`] : [])]
}
