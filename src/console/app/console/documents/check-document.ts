/** What is wrong with a policy document, by the code that the server checks it with, and where. */
import {
  findIdentityPolicyFault,
  findManagedPolicyFault,
  findTrustPolicyFault,
  policySize,
} from '../../../../policy/check.ts'
import { locateStatements } from '../../../../policy/positions.ts'

export type DocumentKind = 'inline' | 'managed' | 'trust'

export interface DocumentFault {
  readonly message: string
  /** Counted from one; undefined: the document as a whole. */
  readonly line?: number
  readonly column?: number
}

const checks: Readonly<Record<DocumentKind, (text: string) => string | undefined>> = {
  inline: findIdentityPolicyFault,
  managed: findManagedPolicyFault,
  trust: findTrustPolicyFault,
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const documentLimits: Readonly<Record<DocumentKind, number>> = { inline: 10_240, managed: 6_144, trust: 2_048 }

export function documentSize(text: string): number {
  return policySize(text)
}

/** Undefined: it would be accepted. */
export function findDocumentFault(text: string, kind: DocumentKind): DocumentFault | undefined {
  if (text.trim() === '') return { message: 'Write a policy document.' }
  const document = parse(text)
  if (!document.isJson) return document.fault
  const message = checks[kind](text)
  return message === undefined ? undefined : { message, ...locate(document.value, text, kind) }
}

function parse(
  text: string,
): { readonly isJson: true; readonly value: unknown } | { readonly isJson: false; readonly fault: DocumentFault } {
  try {
    return { isJson: true, value: JSON.parse(text) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    return { isJson: false, fault: { message: `This is not JSON: ${tidy(reason)}.`, ...positionIn(reason, text) } }
  }
}

/** `Expected ',' or '}' after property value in JSON at position 17 (line 2 column 3)` without what we say ourselves. */
function tidy(reason: string): string {
  return reason.replace(/^JSON\.parse: /, '').replace(/ (?:in JSON )?at (?:position|line) .*$/, '')
}

/** Each browser tells it differently; Safari not at all. */
function positionIn(reason: string, text: string): Pick<DocumentFault, 'line' | 'column'> {
  const lineAndColumn = /line (\d+) column (\d+)/.exec(reason)
  if (lineAndColumn) return { line: Number(lineAndColumn[1]), column: Number(lineAndColumn[2]) }
  const position = /position (\d+)/.exec(reason)?.[1]
  const offset = position === undefined && /end of/i.test(reason) ? text.length : Number(position)
  if (Number.isNaN(offset)) return {}
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The first statement that has a fault by itself. */
function locate(document: unknown, text: string, kind: DocumentKind): Pick<DocumentFault, 'line' | 'column'> {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return {}
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement]
  const spans = locateStatements(text)
  if (spans.length !== statements.length) return {}
  const index = statements.findIndex(
    (Statement) => checks[kind](JSON.stringify({ ...document, Statement })) !== undefined,
  )
  const end = spans[index]?.end
  return end ? firstMarkAfter(text, spans[index]?.start ?? end) : {}
}

/** A span begins where the one before ends; people look for the brace. */
function firstMarkAfter(text: string, { line, column }: { readonly line: number; readonly column: number }) {
  const lines = text.split('\n')
  for (let at = line; at <= lines.length; at++) {
    const from = at === line ? column - 1 : 0
    const brace = lines[at - 1]?.indexOf('{', from) ?? -1
    if (brace !== -1) return { line: at, column: brace + 1 }
  }
  return { line, column }
}
