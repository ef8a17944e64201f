import { describe, expect, it } from 'vitest'
import { type Measurement, median, summarize, toPage } from '../../bench/report.ts'

const measured = (round: number, candidate: string, rate: number, cpuMicroseconds?: number): Measurement => ({
  round,
  caseTitle: 'GetUser',
  candidate,
  rate,
  cpuMicroseconds,
})

describe('the report of the benchmark', () => {
  it('has the middle of an odd number of values, and the mean of the two in the middle of an even one', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([8, 1, 4, 2])).toBe(3)
  })

  it('compares within a round, not between the medians', () => {
    const rounds = [
      [measured(1, 'bare', 100), measured(1, 'ours', 50, 20)],
      [measured(2, 'bare', 1000), measured(2, 'ours', 100, 40)],
      [measured(3, 'bare', 10), measured(3, 'ours', 4, 30)],
    ]
    const [, ours] = summarize(rounds.flat(), 'bare')
    expect(ours).toEqual({
      caseTitle: 'GetUser',
      candidate: 'ours',
      rate: 50,
      cpuMicroseconds: 30,
      ratio: { median: 0.4, least: 0.1, greatest: 0.5 },
    })
  })

  it('is a table with a row for each server', () => {
    const summaries = summarize([measured(1, 'bare', 30_000, 33), measured(1, 'moto', 150)], 'bare')
    const page = toPage(summaries, { date: '2026-01-31', rounds: 1, seconds: 2, notes: [] })
    expect(page).toContain('| GetUser | bare | 1.000 | 1.000 – 1.000 | 30,000 | 33 |\n')
    expect(page).toContain('| GetUser | moto | 0.005 | 0.005 – 0.005 | 150 |  |\n')
    expect(page).toContain('2026-01-31; medians of 1 rounds of 2 s')
  })
})
