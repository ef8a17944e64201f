import { expect, it } from 'vitest'
import { joinPages, readPages } from '../../../src/cli/aws/pagination.ts'

const pagination = { results: ['Users'], constants: [] }
const requested = { pagination, parameters: {}, maxItems: Number.POSITIVE_INFINITY, startingToken: undefined }

it('ends with a server that answers the same marker again', async () => {
  let asked = 0
  const send = async () => {
    if (++asked > 10) throw new Error('Asked for ever')
    return { Users: [], IsTruncated: true, Marker: 'x' }
  }
  const pages = joinPages(readPages(send, requested), pagination)
  await expect(pages).rejects.toThrow("The same next token was received twice: {'Marker': 'x'}")
  expect(asked).toBe(2)
})
