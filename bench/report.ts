/** From measurements to a page: medians, and ratios within one round. */
import { availableParallelism, cpus } from 'node:os'

export interface Measurement {
  readonly round: number
  readonly caseTitle: string
  readonly candidate: string
  /** Requests answered in a second. */
  readonly rate: number
  /** The server's CPU time for one request; undefined where it does not tell. */
  readonly cpuMicroseconds: number | undefined
}

export interface Summary {
  readonly caseTitle: string
  readonly candidate: string
  /** The median of the rounds. */
  readonly rate: number
  /** The median of the rounds. */
  readonly cpuMicroseconds: number | undefined
  /** To the bare server in the same round and case: the median, the least, the greatest. */
  readonly ratio: { readonly median: number; readonly least: number; readonly greatest: number }
}

/** In the order of the measurements. */
export function summarize(measurements: readonly Measurement[], bare: string): Summary[] {
  const groups = Map.groupBy(measurements, ({ caseTitle, candidate }) => JSON.stringify([caseTitle, candidate]))
  return [...groups.values()].map((group) => {
    const { caseTitle, candidate } = group[0] as Measurement
    const ratios = group.map(({ round, rate }) => {
      const base = measurements.find(
        (other) => other.round === round && other.caseTitle === caseTitle && other.candidate === bare,
      )
      return rate / (base?.rate ?? Number.NaN)
    })
    const cpu = group.flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? [])
    return {
      caseTitle,
      candidate,
      rate: median(group.map(({ rate }) => rate)),
      cpuMicroseconds: cpu.length === 0 ? undefined : median(cpu),
      ratio: { median: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) },
    }
  })
}

export interface Settings {
  /** 2026-01-31 */
  readonly date: string
  readonly rounds: number
  readonly seconds: number
  readonly notes: readonly string[]
}

/** Markdown. */
export function toPage(summaries: readonly Summary[], { date, rounds, seconds, notes }: Settings): string {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform} ${process.arch}`
  const rows = summaries.map(({ caseTitle, candidate, rate, ratio, cpuMicroseconds }) => {
    const range = `${ratio.least.toFixed(3)} – ${ratio.greatest.toFixed(3)}`
    const cpu = cpuMicroseconds?.toFixed(0) ?? ''
    const perSecond = Math.round(rate).toLocaleString('en')
    return `| ${caseTitle} | ${candidate} | ${ratio.median.toFixed(3)} | ${range} | ${perSecond} | ${cpu} |`
  })
  const head = [
    '| Operation | Server | Ratio | Least – greatest | Requests/s | CPU µs/request |',
    '| --- | --- | --: | --: | --: | --: |',
  ]
  const parts = [
    '# Benchmark',
    '<!-- Written by `npm run bench`: do not edit. -->',
    `${machine}; Node ${process.version}; ${date}; medians of ${rounds} rounds of ${seconds} s, in turn.`,
    'Ratios are to a bare `node:http` server in the same round, which reads the request and answers as many fixed bytes; ' +
      'they can be compared from machine to machine, the absolute figures cannot. To Twinlock every request is signed and ' +
      'every code is fresh; every write is durable before it is answered. 32 connections, one request at a time on each; ' +
      'the load runs on the same machine, in a process of its own.',
    [...head, ...rows].join('\n'),
    notes.map((note) => `- ${note}`).join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
