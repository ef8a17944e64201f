import { expect, it } from 'vitest'
import type { Refusal } from '../../src/authorization/refusal.ts'
import { RecentRefusals } from '../../src/server/refusals.ts'

const refusal = (document: string): Refusal => {
  const sessionPolicies = { document, policyArns: [] }
  return { caller: { session: { sessionPolicies } } } as unknown as Refusal
}

it('keeps the latest thousand', () => {
  const refusals = new RecentRefusals()
  for (let i = 0; i <= 1000; i++) refusals.keep(`id-${i}`, refusal('x'))
  expect(refusals.find('id-0')).toBeUndefined()
  expect(refusals.find('id-1')).toBeDefined()
})

it('keeps fewer with long session policies, which would fill the memory', () => {
  const refusals = new RecentRefusals()
  for (let i = 0; i < 40; i++) refusals.keep(`id-${i}`, refusal('x'.repeat(30_000)))
  expect(refusals.find('id-20')).toBeUndefined()
  expect(refusals.find('id-30')).toBeDefined()
})
