import { describe, expect, it } from 'vitest'
import { measureSizes } from '../../tools/check-sizes.ts'

const lines = (count: number) => 'x\n'.repeat(count)

describe('the sizes of files', () => {
  it('are at most 400 lines', () => {
    expect(measureSizes(new Map([['src/a.ts', lines(400)]])).problems).toEqual([])
    expect(measureSizes(new Map([['src/a.ts', lines(401)]])).problems).toEqual([
      'src/a.ts has 401 lines, more than 400',
    ])
  })

  it('are told as median and 90th percentile', () => {
    const sources = new Map(Array.from({ length: 11 }, (_, index) => [`src/${index}.ts`, lines(index * 10)]))
    expect(measureSizes(sources)).toEqual({ problems: [], median: 50, p90: 90 })
  })
})
