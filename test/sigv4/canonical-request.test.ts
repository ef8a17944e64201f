import { describe, expect, it } from 'vitest'
import { canonicalRequest } from '../../src/sigv4/canonical-request.ts'
import { byteString, faultOf, received } from './requests.ts'

const lines = (request: ReturnType<typeof received>, signedHeaders = ['host'], isPresigned = false) =>
  canonicalRequest(request, signedHeaders, { isPresigned }).split('\n')

describe('canonicalRequest', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['*', '/%2A'],
    ['/a%20b/c', '/a%2520b/c'],
    ['/%2e%2E/a', '/%252e%252E/a'],
    ['/a/./b/../c/', '/a/c/'],
    ['/../../a', '/a'],
    ['/a//b', '/a/b'],
  ])('normalises the path %s and encodes it once more', (path, expected) => {
    expect(lines(received({ path }))[1]).toBe(expected)
  })

  it.each([
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1&a=1', 'a=1&a=1&a=2'],
    ['a', 'a='],
    ['a=b=c', 'a=b%3Dc'],
    ['&&a=1&', 'a=1'],
    ['=1', '=1'],
    ['a=x+y%20z%2B', 'a=x%20y%20z%2B'],
    ["a=(*)!'~", 'a=%28%2A%29%21%27~'],
    ['a=%ff%fE', 'a=%FF%FE'],
    ['a-b=1&a=2', 'a=2&a-b=1'],
    ['%61=%62', 'a=b'],
  ])('decodes the query %s and encodes it again, sorted', (query, expected) => {
    expect(lines(received({ query }))[2]).toBe(expected)
  })

  it('leaves out the signature of a presigned request, and only there', () => {
    const request = received({ query: 'X-Amz-Signature=1&x-amz-signature=2' })
    expect(lines(request, ['host'], true)[2]).toBe('x-amz-signature=2')
    expect(lines(request)[2]).toBe('X-Amz-Signature=1&x-amz-signature=2')
  })

  it('joins duplicate headers in the order received, and sorts the signed names', () => {
    const headers = [
      ['X-B', ' 2  3 '],
      ['Host', 'h'],
      ['x-b', '1'],
      ['Unsigned', 'u'],
    ] as const
    expect(lines(received({ headers }), ['x-b', 'host', 'absent']).slice(3, -1)).toEqual([
      'absent:',
      'host:h',
      'x-b:2 3,1',
      '',
      'absent;host;x-b',
    ])
  })

  it('keeps the bytes of a value in UTF-8, also where one of them looks like a no-break space', () => {
    const value = byteString('voilà')
    expect(value.endsWith('\u00a0')).toBe(true)
    expect(lines(received({ headers: [['X-A', ` ${value} `]] }), ['x-a'])[3]).toBe(`x-a:${value}`)
  })

  it('cannot be given another line by a header', () => {
    expect(lines(received({ headers: [['X-A', '1\nx-b:2']] }), ['x-a'])[3]).toBe('x-a:1 x-b:2')
  })

  it('hashes the body, whatever x-amz-content-sha256 says', () => {
    const headers = [['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']] as const
    expect(lines(received({ headers, body: Buffer.from('abc') })).at(-1)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it.each([
    ['a=%', 'Incomplete trailing escape % sequence'],
    ['%4', 'Incomplete trailing escape % sequence'],
    ['a=%zz', 'Illegal hex character in escape % pattern: %zz'],
    ['a=%4%41', 'Illegal hex character in escape % pattern: %4%'],
  ])('refuses the query %s', (query, message) => {
    expect(faultOf(() => lines(received({ query })))).toEqual({ code: 'MalformedQueryString', status: 400, message })
  })
})
