import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../../src/policy/compile.ts'
import type { PolicyDocument } from '../../src/policy/document.ts'
import { type AppliedPolicy, type Decision, evaluate } from '../../src/policy/evaluate.ts'
import type { PolicyRequest } from '../../src/policy/request.ts'
import { trace } from '../../src/policy/trace.ts'
import { decidePlainly, type PlainPolicySet } from './plain-evaluator.ts'
import { makeRandom, type RandomCase, randomCase } from './random-policies.ts'

const applied = (document: PolicyDocument): AppliedPolicy => ({ policy: compilePolicy(document), name: 'p' })

const compiled = ({ identity, boundary, session, resource }: PlainPolicySet) => ({
  identity: identity.map(applied),
  ...(boundary ? { boundary: applied(boundary) } : {}),
  ...(session ? { session: session.map(applied) } : {}),
  ...(resource ? { resource: { ...resource, ...applied(resource.document) } } : {}),
})

const decide = (request: PolicyRequest, set: PlainPolicySet): Decision => evaluate(request, compiled(set))

/** 25 sets of policies for every seed, each asked eight times. A failure prints its seed. */
const forSeeds = (numRuns: number, check: (found: RandomCase) => void) =>
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (seed) => {
      const random = makeRandom(seed)
      for (let i = 0; i < 25; i += 1) check(randomCase(random))
    }),
    { numRuns },
  )

const forCases = (numRuns: number, check: (set: PlainPolicySet, request: PolicyRequest) => void) =>
  forSeeds(numRuns, ({ set, requests }) => {
    for (const request of requests) check(set, request)
  })

describe('the engine', () => {
  it('agrees with a plain reading of the rules on 100,000 random policies and requests', { timeout: 60_000 }, () => {
    const outcomes = new Map<string, number>()
    forSeeds(500, ({ set, requests }) => {
      const policies = compiled(set)
      for (const request of requests) {
        const { outcome, kind } = evaluate(request, policies)
        outcomes.set(`${outcome} ${kind}`, (outcomes.get(`${outcome} ${kind}`) ?? 0) + 1)
        const plain = decidePlainly(request, set)
        // Told in full only when it fails: formatting 100,000 cases would take longer than deciding them.
        if (plain.outcome !== outcome || plain.kind !== kind) {
          expect({ outcome, kind }, JSON.stringify({ set, request, context: [...request.context] })).toEqual(plain)
        }
      }
    })
    // The cases are worth their time only if all results are frequent.
    for (const kind of ['identity', 'resource']) expect(outcomes.get(`allowed ${kind}`)).toBeGreaterThan(1_000)
    for (const kind of ['identity', 'boundary', 'session', 'resource']) {
      expect(outcomes.get(`explicitDeny ${kind}`)).toBeGreaterThan(1_000)
      expect(outcomes.get(`implicitDeny ${kind}`)).toBeGreaterThan(1_000)
    }
  })

  const denyAll: PolicyDocument = { Statement: [{ Effect: 'Deny', Action: ['*'], Resource: ['*'] }] }

  it('lets a deny win, wherever it stands', () => {
    forCases(25, (set, request) => {
      const everyone = { isAnyone: true, byKind: { AWS: ['*'] } }
      const resourceDeny = { Statement: denyAll.Statement.map((it) => ({ ...it, Principal: everyone })) }
      const sets: PlainPolicySet[] = [
        { ...set, identity: [...set.identity, denyAll] },
        { ...set, boundary: denyAll },
        { ...set, session: [denyAll, ...(set.session ?? [])] },
        { ...set, resource: { document: resourceDeny, ownerAccountId: '1', mustAllow: false } },
      ]
      for (const denying of sets) expect(decide(request, denying).outcome).toBe('explicitDeny')
    })
  })

  it('never allows more with one more deny', () => {
    forCases(25, (set, request) => {
      const before = decide(request, set).outcome
      const added = randomCase(makeRandom(request.context.size)).set.identity.flatMap(({ Statement }) => Statement)
      const denies = added.map((statement) => ({ ...statement, Effect: 'Deny' as const }))
      const [first = { Statement: [] }, ...rest] = set.identity
      const identity = [{ ...first, Statement: [...first.Statement, ...denies] }, ...rest]
      if (before !== 'allowed') expect(decide(request, { ...set, identity }).outcome).not.toBe('allowed')
    })
  })

  it('never widens by a boundary or a session policy', () => {
    forCases(25, ({ boundary, session, ...set }, request) => {
      if (decide(request, set).outcome === 'allowed') return
      const limits = { ...(boundary ? { boundary } : {}), ...(session ? { session } : {}) }
      expect(decide(request, { ...set, ...limits }).outcome).not.toBe('allowed')
    })
  })

  it('allows nothing when no statement of any policy allows', () => {
    forCases(25, (set, request) => {
      const { decision, matchedStatements } = trace(request, compiled(set))
      const { outcome, kind } = decide(request, set)
      expect([decision.outcome, decision.kind]).toEqual([outcome, kind])
      if (decision.outcome === 'allowed') {
        expect(matchedStatements.some(({ statement }) => statement.Effect === 'Allow')).toBe(true)
        expect(
          matchedStatements.some(({ statement, kind }) => statement.Effect === 'Deny' && kind !== 'resource'),
        ).toBe(false)
      }
    })
  })
})
