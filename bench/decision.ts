/** How long a decision takes: twenty attached policies of several statements, a boundary and a session policy. */
import { performance } from 'node:perf_hooks'
import { compilePolicy } from '../src/policy/compile.ts'
import type { PolicyDocument, Statement } from '../src/policy/document.ts'
import { type AppliedPolicy, evaluate, type PolicySet } from '../src/policy/evaluate.ts'
import type { PolicyRequest } from '../src/policy/request.ts'

export interface DecisionTimes {
  readonly medianMicroseconds: number
  readonly p99Microseconds: number
  /** The median for one of the twenty documents. */
  readonly compileMicroseconds: number
}

const account = '123456789012'

/** Microseconds for a decision in which every policy is looked at, the last one allows and a deny is weighed. */
export function measureDecision(rounds = 20_000): DecisionTimes {
  const documents = Array.from({ length: 20 }, (_, i) => attachedPolicy(i))
  const identity = documents.map(apply)
  const policies: PolicySet = { identity, boundary: apply(everything), session: [apply(everything)] }
  if (evaluate(request, policies).outcome !== 'allowed') throw new Error('The measured decision must be an allow')
  const times = measure(rounds, () => evaluate(request, policies))
  const compileTimes = measure(rounds / 10, () => compilePolicy(attachedPolicy(0)))
  return {
    medianMicroseconds: times[Math.floor(times.length / 2)] ?? 0,
    p99Microseconds: times[Math.floor(times.length * 0.99)] ?? 0,
    compileMicroseconds: compileTimes[Math.floor(compileTimes.length / 2)] ?? 0,
  }
}

/** Sorted microseconds, without those of the first quarter, in which the code is still being optimized. */
function measure(rounds: number, act: () => unknown): Float64Array {
  const times = new Float64Array(rounds)
  for (let i = -rounds / 4; i < rounds; i += 1) {
    const start = performance.now()
    act()
    if (i >= 0) times[i] = (performance.now() - start) * 1000
  }
  return times.sort()
}

const request: PolicyRequest = {
  action: 'iam:ListMFADevices',
  resource: `arn:aws:iam::${account}:user/engineering/alice`,
  context: new Map([
    ['aws:username', ['alice']],
    ['aws:multifactorauthpresent', ['true']],
    ['aws:multifactorauthage', ['120']],
    ['aws:sourceip', ['192.0.2.17']],
    ['aws:currenttime', ['2026-01-01T00:00:00Z']],
    ['aws:principaltag/team', ['blue']],
    ['aws:resourcetag/team', ['blue']],
  ]),
}

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
}

function apply(document: PolicyDocument, i = 0): AppliedPolicy {
  return { policy: compilePolicy(document), name: `policy-${i}` }
}

function attachedPolicy(i: number): PolicyDocument {
  const statements: Statement[] = [
    {
      Effect: 'Allow',
      Action: ['s3:Get*', 's3:List*', 'ec2:Describe*', `sqs:Receive${i}*`],
      Resource: [`arn:aws:s3:::bucket-${i}/*`, 'arn:aws:ec2:*:*:instance/*'],
    },
    {
      Effect: 'Allow',
      Action: ['iam:*MFA*', 'iam:GetUser'],
      Resource: [`arn:aws:iam::*:mfa/*`, `arn:aws:iam::${account}:user/team-${i}/*`],
      Condition: { StringLike: { 'aws:PrincipalTag/team': ['red*', 'bl?ck'] } },
    },
    {
      Effect: 'Deny',
      NotAction: ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'sts:GetSessionToken'],
      Resource: ['*'],
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': ['false'] } },
    },
    {
      Effect: 'Deny',
      Action: ['iam:*'],
      Resource: ['*'],
      Condition: {
        NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] },
        DateGreaterThan: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] },
      },
    },
    {
      Effect: 'Allow',
      Action: i === 19 ? ['iam:ListMFADevices'] : ['iam:List*Keys'],
      Resource: [`arn:aws:iam::*:user/*/${'$'}{aws:username}`],
      Condition: {
        NumericLessThan: { 'aws:MultiFactorAuthAge': ['3600'] },
        StringEquals: { 'aws:ResourceTag/team': [`${'$'}{aws:PrincipalTag/team}`] },
      },
    },
  ]
  return { Version: '2012-10-17', Statement: statements }
}

if (import.meta.main) console.log(measureDecision())
