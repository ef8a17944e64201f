import { describe, expect, it } from 'vitest'
import { readRequestFacts } from '../../src/http/request-facts.ts'

interface Given {
  readonly headers?: readonly (readonly [string, string])[]
  readonly remoteAddress?: string
  readonly trustProxy?: boolean
}

function factsOf({ headers = [], remoteAddress = '198.51.100.7', trustProxy = true }: Given) {
  const request = { method: 'POST', path: '/', query: '', headers, body: Buffer.alloc(0), remoteAddress }
  return readRequestFacts(request, { trustProxy })
}

const forwarded = (...values: readonly string[]) => values.map((value) => ['X-Forwarded-For', value] as const)

describe('The address that a request comes from', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:198.51.100.7', '198.51.100.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['::1', '::1'],
  ])('is, without a proxy, that of the socket: %s', (remoteAddress, expected) => {
    const headers = forwarded('203.0.113.9')
    expect(factsOf({ remoteAddress, trustProxy: false, headers }).sourceIp).toBe(expected)
    expect(factsOf({ remoteAddress }).sourceIp).toBe(expected)
  })

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['10.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1,garbage ,  203.0.113.9  ', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:4711', '203.0.113.9'],
  ])('is the last that a trusted proxy has seen: %s', (header, expected) => {
    expect(factsOf({ headers: forwarded(header) }).sourceIp).toBe(expected)
  })

  it.each([
    '',
    ' ',
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.9.1',
    '203.0.113.9,',
    '[203.0.113.9',
    '::1]:2',
    '1:2',
  ])('is that of the proxy, where it passes on none: %j', (header) => {
    expect(factsOf({ headers: forwarded(header) }).sourceIp).toBe('198.51.100.7')
  })

  it('is not what the client says in a header of its own before the proxy’s', () => {
    expect(factsOf({ headers: forwarded('10.0.0.1', '203.0.113.9') }).sourceIp).toBe('203.0.113.9')
  })
})

describe('TLS', () => {
  const isSecure = (proto: string, trustProxy = true) =>
    factsOf({ headers: [['X-Forwarded-Proto', proto]], trustProxy }).isSecure

  it('is what the proxy says, and nobody else', () => {
    expect(isSecure('https')).toBe(true)
    expect(isSecure('HTTPS')).toBe(true)
    expect(isSecure('http, https')).toBe(true)
    expect(isSecure('https, http')).toBe(false)
    expect(isSecure('https', false)).toBe(false)
    expect(factsOf({}).isSecure).toBe(false)
    const twice = ['https', 'http'].map((proto) => ['X-Forwarded-Proto', proto] as const)
    expect(factsOf({ headers: twice }).isSecure).toBe(false)
  })
})

it('the user agent is what the client says, or nothing', () => {
  expect(factsOf({ headers: [['User-Agent', 'aws-cli/2']] }).userAgent).toBe('aws-cli/2')
  expect(factsOf({}).userAgent).toBeUndefined()
})

it('cuts a user agent that would be expensive to compare', () => {
  expect(factsOf({ headers: [['User-Agent', 'a'.repeat(15_000)]] }).userAgent).toHaveLength(1024)
})
