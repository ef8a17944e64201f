import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseShorthand } from '../../../src/cli/aws/shorthand.ts'

describe('shorthand', () => {
  it.each([
    ['Key=a,Value=b', { Key: 'a', Value: 'b' }],
    ['Key=a', { Key: 'a' }],
    ['Key=', { Key: '' }],
    ['Key = a , Value = b c ', { Key: 'a', Value: 'b c' }],
    ['a=1,2,3', { a: ['1', '2', '3'] }],
    ['a=1,2,b=3', { a: ['1', '2'], b: '3' }],
    ['a=[1,2],b=3', { a: ['1', '2'], b: '3' }],
    ['a=[]', { a: [] }],
    ['a=[[1],[2,3]]', { a: [['1'], ['2', '3']] }],
    ['a={b=c,d=[e,f]},g=h', { a: { b: 'c', d: ['e', 'f'] }, g: 'h' }],
    ['a={}', { a: {} }],
    ["a='x,y=z'", { a: 'x,y=z' }],
    ['a="x,\\"y\\""', { a: 'x,"y"' }],
    ['a=x\\,y', { a: 'x,y' }],
    ['a=b=c', { a: 'b=c' }],
    ["a='1','2',b=3", { a: ['1', '2'], b: '3' }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
  ])('%s', (text, value) => {
    expect(parseShorthand(text)).toEqual(value)
  })

  it.each([
    ['Key', "Expected: '=', received: 'EOF' for input:\nKey\n   ^"],
    ['a=b,', "Expected: '<second>', received: '<none>' for input:\na=b,\n    ^"],
    ['a=[b', "Expected: ',', received: 'EOF' for input:\na=[b\n    ^"],
    ["a='b", "Expected: '<singled quoted>', received: '<none>' for input:\na='b\n  ^"],
    ['a={b}', "Expected: '=', received: '}' for input:\na={b}\n    ^"],
    ['x=1,\ny==2,\nz', "Expected: ',', received: '=' for input:\nx=1,\ny==2,\n  ^\nz"],
    [
      'a=1,a=2',
      'Second instance of key "a" encountered for input:\na=1,a=2\n    ^\nThis is often because there is a preceding "," instead of a space.',
    ],
  ])('%j is refused, and the place is shown', (text, message) => {
    expect(() => parseShorthand(text)).toThrow(message)
  })

  it('any text can be given between quotes', () => {
    fc.assert(
      // A backslash before the closing quote is one that the AWS CLI cannot tell from an escaped quote either.
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const content = text.replaceAll('\\', '/')
        expect(parseShorthand(`k="${content.replaceAll('"', '\\"')}",l=x`)).toEqual({ k: content, l: 'x' })
      }),
    )
  })

  it('never fails in another way than by saying where', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=,[]{}"\'\\ ') }), (text) => {
        try {
          parseShorthand(text)
        } catch (error) {
          expect((error as Error).name).toBe('ShorthandError')
        }
      }),
    )
  })
})
