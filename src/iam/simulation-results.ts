/** What a simulation found, as IAM answers it. */
import { setImmediate as takeTurns } from 'node:timers/promises'
import type * as Iam from '@aws-sdk/client-iam'
import { parseArn } from '../identity/arn.ts'
import { evaluate, type PolicySet } from '../policy/evaluate.ts'
import { locateStatements, type Position, type Span } from '../policy/positions.ts'
import { type MatchedStatement, matchStatements } from '../policy/trace.ts'
import type { Output } from '../wire/operation.ts'
import type { Simulation } from './simulation-input.ts'
import type { SimulatedPolicy } from './simulation-source.ts'

type EvaluationResult = NonNullable<Output<typeof Iam, 'SimulateCustomPolicy'>['EvaluationResults']>[number]
type ResourceSpecificResult = NonNullable<EvaluationResult['ResourceSpecificResults']>[number]
type Statement = NonNullable<EvaluationResult['MatchedStatements']>[number]
type Decision = Iam.PolicyEvaluationDecisionType

/** AWS's answers have other types than its model. */
const sourceTypes = {
  identity: 'IAM Policy',
  resource: 'Resource Policy',
  boundary: 'Permissions Boundary Policy',
  organization: 'Service Control Policy',
} as const

type Kind = keyof typeof sourceTypes
type SimulatedMatch = Omit<MatchedStatement, 'kind'> & { readonly kind: MatchedStatement['kind'] | 'organization' }

/** Answers one action after the other. What does not depend on the action is found out once. */
export function simulator(simulation: Simulation): (action: string) => Promise<EvaluationResult> {
  const missing = findMissingKeys(simulation)
  const toStatement = statementWriter()
  return async (action) => {
    const results: ResourceOutcome[] = []
    for (const resource of simulation.resources) {
      results.push(simulateOn(simulation, action, resource, toStatement))
      await takeTurns()
    }
    const decision = strictest(results.map((result) => result.decision))
    const [only] = simulation.resources
    return {
      EvalActionName: action,
      EvalResourceName: simulation.resources.length === 1 ? (only ?? '*') : '*',
      EvalDecision: decision,
      MatchedStatements: unite(
        results.filter((result) => result.decision === decision).map(({ deciding }) => deciding),
      ),
      MissingContextValues: [...missing],
      ...organizationMember(results.map(({ byOrganization }) => byOrganization)),
      ...boundaryMember(results.map(({ byKind }) => byKind.boundary)),
      ...(only === '*'
        ? {}
        : {
            EvalDecisionDetails: uniteDetails(results),
            ResourceSpecificResults: results.map((result) => toResourceResult(result, missing)),
          }),
    }
  }
}

interface ResourceOutcome {
  readonly resource: string
  readonly decision: Decision
  readonly isForeign: boolean
  /** What each kind of policy says for itself; a kind that does not take part says nothing. */
  readonly byKind: Readonly<Partial<Record<Kind, Decision>>>
  readonly byOrganization: Decision | undefined
  /** The statements that led to the decision: with a deny, those that deny. */
  readonly deciding: readonly Statement[]
  readonly matched: readonly Statement[]
}

function simulateOn(
  simulation: Simulation,
  action: string,
  resource: string,
  toStatement: (matched: SimulatedMatch) => Statement,
): ResourceOutcome {
  const { identity, boundary, resourcePolicy, organization, context, principal } = simulation
  const ownerAccountId = parseArn(resource)?.accountId || simulation.ownerAccountId
  const policies: PolicySet = {
    identity,
    ...(boundary && { boundary }),
    ...(resourcePolicy && { resource: { ...resourcePolicy, ownerAccountId, mustAllow: isTrustAction(action) } }),
  }
  const request = { action, resource, context, principal }
  const levels = organization?.map((level) => ({ identity: level }))
  const byOrganization = levels && strictest(levels.map((level) => evaluate(request, level).outcome))
  const outcome = strictest([evaluate(request, policies).outcome, byOrganization ?? 'allowed'])
  const matches = matchStatements(request, policies)
  const ofOrganization = (levels ?? [])
    .flatMap((level) => matchStatements(request, level))
    .map((match) => ({ ...match, kind: 'organization' as const }))
  const sayOf = (kind: Kind): Decision => {
    const effects = matches.filter((match) => match.kind === kind).map(({ statement }) => statement.Effect)
    return effects.includes('Deny') ? 'explicitDeny' : effects.includes('Allow') ? 'allowed' : 'implicitDeny'
  }
  const effect = outcome === 'explicitDeny' ? 'Deny' : 'Allow'
  const relevant = matches.filter(
    ({ kind, statement }) => statement.Effect === effect && (effect === 'Deny' || kind !== 'boundary'),
  )
  const denying = ofOrganization.filter(({ statement }) => effect === 'Deny' && statement.Effect === 'Deny')
  const matched = [...relevant, ...denying].map(toStatement)
  return {
    resource,
    decision: outcome,
    isForeign: resourcePolicy !== undefined && principal.accountId !== ownerAccountId,
    byKind: {
      identity: sayOf('identity'),
      ...(resourcePolicy && { resource: sayOf('resource') }),
      ...(boundary && { boundary: sayOf('boundary') }),
    },
    byOrganization,
    deciding: outcome === 'implicitDeny' ? [] : matched,
    matched,
  }
}

/** Nobody assumes a role whose trust policy does not allow it, whatever his own policies say. */
function isTrustAction(action: string): boolean {
  return /^sts:(assumerole|tagsession$|setsourceidentity$)/i.test(action)
}

function toResourceResult(outcome: ResourceOutcome, missing: readonly string[]): ResourceSpecificResult {
  const { resource, decision, isForeign, byKind, deciding, matched } = outcome
  return {
    EvalResourceName: resource,
    EvalResourceDecision: decision,
    // Across accounts AWS shows what one side allows although the other does not.
    MatchedStatements: [...(isForeign ? matched : deciding)],
    MissingContextValues: [...missing],
    ...(isForeign ? { EvalDecisionDetails: toDetails(byKind) } : {}),
    ...boundaryMember([byKind.boundary]),
  }
}

function toDetails(byKind: ResourceOutcome['byKind']): Record<string, Decision> {
  return Object.fromEntries(
    (Object.keys(sourceTypes) as Kind[]).flatMap((kind) => {
      const decision = byKind[kind]
      return decision === undefined ? [] : [[sourceTypes[kind], decision]]
    }),
  )
}

/** Empty within one account. */
function uniteDetails(outcomes: readonly ResourceOutcome[]): Record<string, Decision> {
  const united: Record<string, Decision> = {}
  for (const { isForeign, byKind } of outcomes) {
    if (!isForeign) continue
    for (const [type, decision] of Object.entries(toDetails(byKind))) {
      united[type] = strictest([decision, united[type] ?? decision])
    }
  }
  return united
}

function boundaryMember(decisions: readonly (Decision | undefined)[]) {
  if (decisions.includes(undefined)) return {}
  const isAllowed = decisions.every((decision) => decision === 'allowed')
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: isAllowed } }
}

function organizationMember(decisions: readonly (Decision | undefined)[]) {
  if (decisions.includes(undefined)) return {}
  return { OrganizationsDecisionDetail: { AllowedByOrganizations: decisions.every((one) => one === 'allowed') } }
}

function strictest(decisions: readonly Decision[]): Decision {
  if (decisions.includes('explicitDeny')) return 'explicitDeny'
  return decisions.includes('implicitDeny') ? 'implicitDeny' : 'allowed'
}

/** Each statement has one object, see `statementWriter`. */
function unite(lists: readonly (readonly Statement[])[]): Statement[] {
  return [...new Set(lists.flat())]
}

/** The keys that the policies ask about, in whatever statement, and that nobody gave a value. */
function findMissingKeys(simulation: Simulation): readonly string[] {
  const names = namesOfKeys(policiesOf(simulation))
  return [...names].filter(([key]) => !simulation.context.has(key)).map(([, spelling]) => spelling)
}

export function policiesOf({ identity, boundary, resourcePolicy, organization = [] }: Simulation) {
  return [...identity, boundary, resourcePolicy, ...organization.flat()].filter((policy) => policy !== undefined)
}

/** Each key once, in the spelling and at the place where it is found first. */
export function namesOfKeys(policies: readonly SimulatedPolicy[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { policy } of policies) {
    for (const [key, spelling] of policy.keys) if (!names.has(key)) names.set(key, spelling)
  }
  return names
}

/** Looks a text through once, and writes each statement once, however many requests it applies to. */
function statementWriter(): (matched: SimulatedMatch) => Statement {
  const spans = new Map<string, readonly Span[]>()
  // By the policy: two of the same text share their compiled statements.
  const written = new Map<MatchedStatement['policy'], Statement[]>()
  return ({ kind, policy, index }) => {
    const ofPolicy = written.get(policy) ?? []
    written.set(policy, ofPolicy)
    const known = ofPolicy[index]
    if (known) return known
    const { sourceId, text = '' } = policy as SimulatedPolicy
    const located = spans.get(text) ?? locateStatements(text)
    spans.set(text, located)
    const span = located[index]
    const shown: Statement = {
      SourcePolicyId: sourceId,
      SourcePolicyType: sourceTypes[kind as Kind] as string as Iam.PolicySourceType,
      ...(span && { StartPosition: toPosition(span.start), EndPosition: toPosition(span.end) }),
    }
    ofPolicy[index] = shown
    return shown
  }
}

function toPosition({ line, column }: Position) {
  return { Line: line, Column: column }
}
