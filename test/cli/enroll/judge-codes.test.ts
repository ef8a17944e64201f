import { describe, expect, it } from 'vitest'
import { judgeCodePair, judgeFirstCode } from '../../../src/cli/enroll/judge-codes.ts'
import { parseCode } from '../../../src/cli/typed-code.ts'
import { parseOtpauthUri } from '../../../src/mfa/otpauth.ts'
import { counterAt, hotp } from '../../../src/mfa/totp.ts'
import { otpauthUri } from '../../../src/mfa/virtual-device.ts'

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const account = parseOtpauthUri(otpauthUri({ deviceName: 'alice', accountName: '123456789012', seed }))
const now = Date.UTC(2026, 0, 15, 12, 1, 15)
const lookAtEntry = 'Look at the entry of alice@123456789012 in the app.'

/** The code that is shown so many steps of 30 seconds from now. */
function code(offset: number): string {
  return hotp(account.secret, counterAt(now) + offset)
}

/** Is no code of this device within a day. */
const wrong = unknownCode()
function unknownCode(): string {
  const known = new Set(Array.from({ length: 5760 }, (_, index) => code(index - 2880)))
  for (let number = 0; ; number++) {
    const text = String(number).padStart(6, '0')
    if (!known.has(text)) return text
  }
}

function judge(first: string, second: string) {
  return judgeCodePair(account, { first, second }, now)
}

describe('two codes', () => {
  it.each([
    [-1, 0],
    [0, 1],
    [-3, -2],
  ])('that follow one another, %i and %i, are right', (first, second) => {
    expect(judge(code(first), code(second))).toEqual({ first: code(first), second: code(second), minutesAhead: 0 })
  })

  it.each([
    [-15, -7],
    [-900, -450],
    [31, 16],
    [960, 480],
  ])('of a clock that is %i steps off are right, and it is said by how many minutes', (offset, minutesAhead) => {
    expect(judge(code(offset - 1), code(offset))).toMatchObject({ minutesAhead })
  })

  it.each([
    [
      'the same one',
      code(0),
      code(0),
      'Both codes are the same one. The second is the code that the app shows next.',
      code(0),
    ],
    [
      'the newer first',
      code(0),
      code(-1),
      'The second code is older than the first: the older one comes first.',
      code(0),
    ],
    [
      'one between them',
      code(-2),
      code(0),
      'Between the two codes there was another. They have to follow one another.',
      code(0),
    ],
    ['the first wrong', wrong, code(0), 'The first code is wrong, the second is right.', code(0)],
    ['the second wrong', code(0), wrong, `The second code is wrong, the first is right. ${lookAtEntry}`, code(0)],
    ['both wrong', wrong, wrong, `Both codes are wrong. ${lookAtEntry}`, undefined],
    ['both too old', code(-1101), code(-1100), `Both codes are wrong. ${lookAtEntry}`, undefined],
  ])('with %s are not', (_, first, second, problem, newFirst) => {
    expect(judge(first, second)).toEqual({ problem, newFirst })
  })
})

it('the first code alone is judged as well', () => {
  expect(judgeFirstCode(account, code(-900), now)).toBeUndefined()
  expect(judgeFirstCode(account, wrong, now)).toBe(`The first code is wrong. ${lookAtEntry}`)
})

it.each([
  ['123456', '123456'],
  [' 123 456\r', '123456'],
  ['12345', undefined],
  ['1234567', undefined],
  ['12345a', undefined],
  ['١٢٣٤٥٦', undefined],
  ['', undefined],
])('reads %j as the code %s', (typed, expected) => {
  expect(parseCode(typed)).toBe(expected)
})
