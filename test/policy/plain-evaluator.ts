/**
 * AWS's rules once more: slow, from the prose of the User Guide, sharing nothing with `src/policy` but the types. What it
 * and the engine disagree about is a mistake in one of them.
 */
import type { PolicyDocument, PrincipalElement, Statement } from '../../src/policy/document.ts'
import type { PolicyKind } from '../../src/policy/evaluate.ts'
import type { PolicyPrincipal, PolicyRequest } from '../../src/policy/request.ts'

export interface PlainPolicySet {
  readonly identity: readonly PolicyDocument[]
  readonly boundary?: PolicyDocument
  readonly session?: readonly PolicyDocument[]
  readonly resource?: { document: PolicyDocument; ownerAccountId: string; mustAllow: boolean }
}

type Applied = { kind: PolicyKind; document: PolicyDocument }
type Verdict = boolean | undefined

export function decidePlainly(request: PolicyRequest, set: PlainPolicySet): { outcome: string; kind: PolicyKind } {
  const all: Applied[] = [
    ...set.identity.map((document) => ({ kind: 'identity' as const, document })),
    ...(set.boundary ? [{ kind: 'boundary' as const, document: set.boundary }] : []),
    ...(set.session ?? []).map((document) => ({ kind: 'session' as const, document })),
    ...(set.resource ? [{ kind: 'resource' as const, document: set.resource.document }] : []),
  ]
  const covering = all.flatMap(({ kind, document }) =>
    document.Statement.filter((it) => covers(request, it, document.Version === '2012-10-17')).map((statement) => ({
      kind,
      statement,
    })),
  )
  const matching = (kind: PolicyKind, effect: string) =>
    covering.filter((it) => it.kind === kind && it.statement.Effect === effect).map(({ statement }) => statement)

  for (const kind of ['identity', 'boundary', 'session'] as const) {
    if (matching(kind, 'Deny').length > 0) return { outcome: 'explicitDeny', kind }
  }
  if (matching('resource', 'Deny').some((it) => isDeniedPrincipal(it, request.principal, set.boundary !== undefined))) {
    return { outcome: 'explicitDeny', kind: 'resource' }
  }
  const hasAllow = (kind: PolicyKind) => matching(kind, 'Allow').some((it) => !it.Principal && !it.NotPrincipal)
  const ways = matching('resource', 'Allow').map((it) => (it.Principal ? wayOf(it.Principal, request.principal) : 'no'))
  const isForeign =
    set.resource !== undefined &&
    request.principal?.kind === 'AWS' &&
    request.principal.accountId !== set.resource.ownerAccountId
  const resourceAllows = ways.some((way) => way !== 'no')
  if (set.resource && !resourceAllows && (set.resource.mustAllow || isForeign)) return implicit('resource')
  if (!isForeign && ways.includes('self')) return { outcome: 'allowed', kind: 'resource' }
  const isGrantedToRole = !isForeign && ways.includes('role')
  if (!hasAllow('identity') && !isGrantedToRole) return implicit('identity')
  if (set.boundary && !hasAllow('boundary')) return implicit('boundary')
  if (set.session && !hasAllow('session')) return implicit('session')
  return { outcome: 'allowed', kind: hasAllow('identity') ? 'identity' : 'resource' }
}

function implicit(kind: PolicyKind) {
  return { outcome: 'implicitDeny', kind }
}

function wayOf({ isAnyone, byKind }: PrincipalElement, principal: PolicyPrincipal | undefined): string {
  if (isAnyone || (byKind['AWS'] ?? []).includes('*')) return 'self'
  if (!principal) return 'no'
  const list = byKind[principal.kind] ?? []
  if ([...principal.names, '*'].some((name) => list.includes(name))) return 'self'
  if ((principal.actsFor ?? []).some((name) => list.includes(name))) return 'role'
  const account = [principal.accountId ?? '?', `arn:aws:iam::${principal.accountId}:root`]
  return principal.kind === 'AWS' && account.some((name) => list.includes(name)) ? 'account' : 'no'
}

function isDeniedPrincipal(statement: Statement, principal: PolicyPrincipal | undefined, isBounded: boolean): boolean {
  if (statement.Principal) return wayOf(statement.Principal, principal) !== 'no'
  if (!statement.NotPrincipal || isBounded) return true
  const { isAnyone, byKind } = statement.NotPrincipal
  if (isAnyone || (byKind['AWS'] ?? []).includes('*')) return false
  const list = principal ? (byKind[principal.kind] ?? []) : []
  if (!principal) return true
  if (list.includes('*')) return false
  const layers = [principal.names]
  if (principal.actsFor) layers.push(principal.actsFor)
  if (principal.accountId) layers.push([principal.accountId, `arn:aws:iam::${principal.accountId}:root`])
  return !layers.every((layer) => layer.some((name) => list.includes(name)))
}

function covers(request: PolicyRequest, statement: Statement, hasVariables: boolean): boolean {
  const isDeny = statement.Effect === 'Deny'
  const actionIn = (list: readonly string[]) =>
    list.some((it) => toRegExp(it.toLowerCase(), new Map(), false)?.test(request.action.toLowerCase()))
  if (statement.Action && !actionIn(statement.Action)) return false
  if (statement.NotAction && actionIn(statement.NotAction)) return false
  const judge = (list: readonly string[], isNarrow: boolean) =>
    list.map((it) => matchResource(it, request, hasVariables, isNarrow))
  if (statement.Resource && !judge(statement.Resource, !isDeny).includes(true)) return false
  if (statement.NotResource) {
    const verdicts = judge(statement.NotResource, isDeny)
    if (verdicts.includes(true) || (!isDeny && verdicts.includes(undefined))) return false
  }
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, values, request, hasVariables, isDeny)),
  )
}

/** With variables replaced first by characters that no pattern has, so that colons inside them do not count. */
function matchResource(pattern: string, request: PolicyRequest, hasVariables: boolean, isNarrow: boolean): Verdict {
  if (/^\*+$/.test(pattern)) return true
  const variables: string[] = []
  const hide = (text: string) => String.fromCharCode(0xe000 + variables.push(text) - 1)
  const hidden = hasVariables ? pattern.replace(/\$\{[^}]*\}/g, hide) : pattern
  const show = (text: string) => text.replace(/[\ue000-\ue0ff]/g, (it) => variables[it.charCodeAt(0) - 0xe000] ?? '')
  const parts = hidden.split(':')
  const head = parts.slice(0, 5)
  const context = hasVariables ? request.context : undefined
  if (!isNarrow) {
    const longer = parts.length < 6 ? [':*'] : []
    const verdicts = ['', ...longer].map((end) => toRegExp(show(hidden) + end, context, false)?.test(request.resource))
    return verdicts.includes(true) || verdicts[0]
  }
  if (parts.length < 6 && !hidden.endsWith('*')) return false
  while (head.length < 5) head.push('*')
  // The characters variables stand for are no variables of the request.
  if (head.some((it) => [...it].some((c) => /[\ue000-\ue0ff]/.test(c) && !/^\$\{[*?$]\}$/.test(show(c))))) return false
  const tail = parts.length < 6 ? '*' : parts.slice(5).join(':')
  const asked = request.resource.split(':')
  if (asked.length < 6) return false
  const heads = head.map((it, i) => toRegExp(show(it), context, false)?.test(asked[i] ?? ''))
  if (!heads.every((it) => it === true)) return false
  return toRegExp(show(tail), context, false)?.test(asked.slice(5).join(':'))
}

/** Undefined when a variable has no value. Without a context there are no variables. */
function toRegExp(
  pattern: string,
  context: PolicyRequest['context'] | undefined,
  isLiteral: boolean,
  flags = '',
): RegExp | undefined {
  let isResolved = true
  const source = pattern.replace(/\$\{([^}]*)\}|[\\^$.*+?()[\]{}|/-]/g, (found, content: string | undefined) => {
    if (content === undefined) return escapeOrWildcard(found, isLiteral)
    if (!context) return [...found].map((it) => escapeOrWildcard(it, isLiteral)).join('')
    if (['*', '?', '$'].includes(content)) return escapeText(content)
    const [, key = content, fallback] = /^(.*?), '(.*)'$/.exec(content) ?? []
    const values = context.get(key.toLowerCase()) ?? []
    const value = values.length === 0 ? fallback : values.length === 1 ? values[0] : undefined
    if (value === undefined) isResolved = false
    return escapeText(value ?? '')
  })
  return isResolved ? regExp(`^(?:${source})$`, flags) : undefined
}

const regExps = new Map<string, RegExp>()

function regExp(source: string, flags: string): RegExp {
  const known = regExps.get(flags + source)
  if (known) return known
  const made = new RegExp(source, flags)
  regExps.set(flags + source, made)
  return made
}

function escapeOrWildcard(text: string, isLiteral: boolean): string {
  if (text === '*' && !isLiteral) return '[^]*'
  return text === '?' && !isLiteral ? '[^]' : escapeText(text)
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function holds(
  operator: string,
  key: string,
  values: readonly string[],
  request: PolicyRequest,
  hasVariables: boolean,
  isDeny: boolean,
): boolean {
  const context = hasVariables ? request.context : undefined
  const asked = request.context.get(key.toLowerCase()) ?? []
  const set = /^ForA[a-z]+Values?:/.exec(operator)?.[0]
  if (/^(ForA[a-z]+Values?:)?Null$/.test(operator)) {
    const isHeld = values.includes(asked.length === 0 ? 'true' : 'false')
    if (set === undefined || asked.length > 0) return isHeld
    return isHeld === (set === 'ForAllValues:') ? isHeld : isDeny
  }
  const isIfExists = operator.endsWith('IfExists')
  const name = operator.replace(set ?? '', '').replace(/IfExists$/, '')
  const isNegated = name.includes('Not')
  const isMissing = asked.length === 0 || (set !== undefined && asked.every((it) => it === ''))
  if (isMissing) {
    if (set === 'ForAllValues:') return true
    if (set === 'ForAnyValue:') return isIfExists && isDeny
    return isIfExists || isNegated
  }
  const each = asked.map((value) => {
    const verdicts = values.map((it) => compare(name.replace('Not', ''), value, it, context))
    if (!isNegated) return verdicts.includes(true)
    if (verdicts.includes(true)) return false
    return verdicts.includes(undefined) || verdicts.length === 0 ? isDeny : true
  })
  if (set === 'ForAllValues:') return !each.includes(false)
  if (set === 'ForAnyValue:' || isDeny) return each.includes(true)
  return !each.includes(false)
}

function compare(name: string, asked: string, value: string, context: PolicyRequest['context'] | undefined): Verdict {
  const order = /^(Numeric|Date)(.*)$/.exec(name)
  if (order) {
    const read = order[1] === 'Date' ? readDate : readNumber
    const [a, b] = [read(asked), read(value)]
    if (Number.isNaN(a) || Number.isNaN(b)) return undefined
    const orders: Record<string, boolean> = {
      Equals: a === b,
      LessThan: a < b,
      LessThanEquals: a <= b,
      GreaterThan: a > b,
      GreaterThanEquals: a >= b,
    }
    return orders[order[2] ?? '']
  }
  switch (name) {
    case 'StringEquals':
      return toRegExp(value, context, true)?.test(asked)
    case 'StringEqualsIgnoreCase':
      return toRegExp(value, context, true, 'i')?.test(asked)
    case 'StringLike':
      return toRegExp(value, context, false)?.test(asked)
    case 'Bool': {
      if (!/^(true|false)$/i.test(asked)) return undefined
      const expected = /^(true|false)$/i.test(value) || /\$\{/.test(value)
      return expected ? toRegExp(value, context, true, 'i')?.test(asked) : undefined
    }
    case 'BinaryEquals':
      return [asked, value].every((it) => /^[A-Za-z0-9+/]*=*$/.test(it)) ? asked === value : undefined
    case 'IpAddress':
      return inRange(asked, value)
    default:
      return compareArns(asked, value, context)
  }
}

function compareArns(asked: string, value: string, context: PolicyRequest['context'] | undefined): Verdict {
  const cut = (text: string) => /^((?:\$\{[^}]*\}|[^:])*):(.*?):(.*?):(.*?):(.*?):(.*)$/s.exec(text)?.slice(1)
  const [a, b] = [cut(asked), cut(value)]
  if (!a || !b) return undefined
  for (const [i, part] of b.entries()) {
    const isMatch = toRegExp(part, context, false)?.test(a[i] ?? '')
    if (!isMatch) return isMatch
  }
  return true
}

function readNumber(text: string): number {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) : Number.NaN
}

function readDate(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && text.length !== 4) return Number(text) * 1000
  if (/^-\d{1,9}$/.test(text)) return Date.UTC(Number(text), 0)
  return /^\d{4}/.test(text) ? new Date(text).getTime() : Number.NaN
}

function inRange(asked: string, range: string): Verdict {
  const [base = '', length] = range.split('/')
  const [a, b] = [toBits(asked), toBits(base)]
  if (!a || !b) return undefined
  const kept = length === undefined ? b.length : Number(length)
  return a.length === b.length && a.slice(0, kept) === b.slice(0, kept)
}

function toBits(address: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address))
    return address
      .split('.')
      .map((it) => bits(Number(it), 8))
      .join('')
  if (!/^[0-9a-f:]*:[0-9a-f:]*$/i.test(address)) return undefined
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter((it) => it !== ''))
  if (!address.includes('::') && left.length !== 8) return undefined
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return groups.map((it) => bits(Number.parseInt(it, 16), 16)).join('')
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0')
}
