/** What must not compile. `tsc` is the test: it fails on a line below that is fine after all. */
import type * as Iam from '@aws-sdk/client-iam'
import type { Tag } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { anything, integer, listOf, structure, text } from '../../src/wire/limits.ts'
import { tagList, userName } from '../../src/wire/named-limits.ts'
import { operations, pendingOperations } from '../../src/wire/operation.ts'

const pending = pendingOperations<typeof Iam>()
const operation = operations<typeof Iam, { readonly account: string }>()

it('compiles where every member has its limit', () => {
  expect(pending('TagUser', { UserName: userName, Tags: tagList }).action).toBe('TagUser')
})

// @ts-expect-error: an action that the SDK does not have
pending('TagUsers', { UserName: userName, Tags: tagList })

// @ts-expect-error: a forgotten limit
pending('TagUser', { UserName: userName })

// @ts-expect-error: a member that the action does not have
pending('TagUser', { UserName: userName, Tags: tagList, Marker: anything })

// @ts-expect-error: a limit of another type
pending('TagUser', { UserName: integer({ max: 64 }), Tags: tagList })

// @ts-expect-error: a limit of an item where the list is meant
pending('UntagUser', { UserName: userName, TagKeys: text({ max: 128 }) })

// @ts-expect-error: a list of something else
pending('UntagUser', { UserName: userName, TagKeys: listOf(integer({ max: 1 })) })

// @ts-expect-error: a forgotten limit inside of a structure
structure<Tag>({ Key: text({ max: 128 }) })

operation('DeleteUser', {
  limits: { UserName: userName },
  access: 'write',
  permissions: ({ UserName }) => [{ action: 'iam:DeleteUser', resource: UserName }],
  run: async () => ({}),
})

operation('GetUser', {
  limits: { UserName: userName },
  access: 'read',
  permissions: () => [],
  // @ts-expect-error: an answer without the member that it has to have
  run: async () => ({}),
})

operation('GetUser', {
  limits: { UserName: userName },
  // @ts-expect-error: neither a read nor a write
  access: 'delete',
  permissions: () => [],
  run: () => Promise.reject(new Error('never run')),
})
