import { describe, expect, it } from 'vitest'
import { readPageToken, writePageToken } from '../../../src/cli/aws/page-token.ts'

describe('a page token', () => {
  it('is the one that the AWS CLI makes', () => {
    // base64(json.dumps({'Marker': None, 'boto_truncate_amount': 1})) in Python, and so on.
    expect(writePageToken({ Marker: null, boto_truncate_amount: 1 })).toBe(
      'eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==',
    )
    expect(writePageToken({ Marker: 'größe"' })).toBe('eyJNYXJrZXIiOiAiZ3JcdTAwZjZcdTAwZGZlXCIifQ==')
  })

  it.each([
    { Marker: null, boto_truncate_amount: 0 },
    { Marker: 'a\u{1F600}ü' },
    { Marker: 'x', boto_truncate_amount: 7 },
  ])('is read as it was written: %j', (token) => {
    expect(readPageToken(writePageToken(token))).toEqual(token)
  })

  it('is the bare marker where it is nothing else', () => {
    expect(readPageToken(undefined)).toEqual({ Marker: null })
    expect(readPageToken('some-marker')).toEqual({ Marker: 'some-marker' })
    expect(readPageToken('some-marker___3')).toEqual({ Marker: 'some-marker', boto_truncate_amount: 3 })
    expect(readPageToken('None___3')).toEqual({ Marker: null, boto_truncate_amount: 3 })
  })

  it('of another command is refused', () => {
    const other = Buffer.from('{"NextToken": "x"}').toString('base64')
    expect(() => readPageToken(other)).toThrow(`Bad starting token: ${other}`)
  })
})
