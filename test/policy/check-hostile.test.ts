import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import {
  findIdentityPolicyFault,
  findManagedPolicyFault,
  findSessionPolicyFault,
  findTrustPolicyFault,
  policySize,
} from '../../src/policy/check.ts'

/** The longest document that AWS's parameters let through. */
const longest = 131_072

const checks = { findIdentityPolicyFault, findManagedPolicyFault, findSessionPolicyFault, findTrustPolicyFault }

const document = (elements: string) =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",${elements}}]}`
const condition = (operator: string, value: string) =>
  document(`"Condition":{"${operator}":{"a":${value}}},"Resource":"*"`)
const repeat = (text: string) => text.repeat(Math.floor((longest - 200) / text.length))
const listOf = (item: string) => `[${repeat(`${item},`)}${item}]`

const hostile: Readonly<Record<string, string>> = {
  nothing: '',
  brackets: repeat('['),
  'nested lists': '['.repeat(longest / 2 - 100) + ']'.repeat(longest / 2 - 100),
  'nested lists as a resource': document(`"Resource":${'['.repeat(60_000)}${']'.repeat(60_000)}`),
  'nested objects': `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  'nested objects as a condition': document(`"Condition":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  'nested prototypes': document(`"Condition":${'{"__proto__":'.repeat(8_000)}1${'}'.repeat(8_000)}`),
  'empty statements': `{"Version":"2012-10-17","Statement":${listOf('{}')}}`,
  actions: document(`"NotResource":"*","Sid":"a","NotAction":${listOf('"*"')}`),
  resources: document(`"Resource":${listOf('"arn:aws:s3:::*"')}`),
  colons: document(`"Resource":"${repeat(':')}"`),
  stars: document(`"Resource":"arn:aws:s3:::${repeat('*')}"`),
  variables: document(`"Resource":"arn:aws:s3:::${repeat(`\${`)}"`),
  'ended variables': document(`"Resource":"arn:aws:s3:::${repeat(`\${a}`)}"`),
  quotes: document(`"Resource":"${repeat('\\"')}"`),
  'a long string': `"${repeat('a')}"`,
  spaces: `{"a"${repeat(' ')}`,
  digits: condition('NumericEquals', `"${repeat('1')}x"`),
  'a long number': condition('NumericEquals', repeat('1')),
  'a long date': condition('DateEquals', `"${repeat('1')}"`),
  dashes: condition('DateEquals', `"${repeat('2017-')}"`),
  base64: condition('BinaryEquals', `"${repeat('A')}!"`),
  addresses: condition('IpAddress', `"${repeat('1/')}"`),
  'a long operator': condition(`ForAnyValue:${repeat('IfExists')}`, '"x"'),
  operators: document(`"Condition":{${Array.from({ length: 9000 }, (_, i) => `"x${i}":{}`).join()}},"Resource":"*"`),
  keys: document(`"${Array.from({ length: 9000 }, (_, i) => `x${i}":1`).join(',"')}`),
  principals: document(`"Principal":{"AWS":${listOf('"123456789012"')}}`),
  'a long service': document(`"Principal":{"Service":"${repeat('a.')}"}`),
  'a long account': document(`"Principal":{"AWS":"arn:aws:iam::${repeat('1')}"}`),
  'a long domain': document(`"Principal":{"Federated":"${repeat('a.')}"}`),
}

describe('a document as long as AWS allows, made to hurt, has an answer at once', () => {
  test.each(Object.entries(hostile))('%s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(longest)
    for (const [name, find] of Object.entries(checks)) {
      const start = performance.now()
      const fault = find(text)
      const milliseconds = performance.now() - start
      if (fault !== undefined) expect(fault, name).not.toBe('')
      // Quadratic time takes minutes; a busy machine is not that slow.
      expect(milliseconds, name).toBeLessThan(10_000)
    }
    expect(policySize(text)).toBeLessThanOrEqual(text.length)
  })
})
