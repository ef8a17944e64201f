/** No file of `src` is longer than what one reads in one go; prints the median and the 90th percentile. */
import { readSources, report } from './source-files.ts'

const maximumLines = 400

export interface Sizes {
  readonly problems: readonly string[]
  readonly median: number
  readonly p90: number
}

export function measureSizes(sources: ReadonlyMap<string, string>): Sizes {
  const sizes = Array.from(sources, ([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
  const quantile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return {
    problems: sizes
      .filter(({ lines }) => lines > maximumLines)
      .map(({ file, lines }) => `${file} has ${lines} lines, more than ${maximumLines}`),
    median: quantile(0.5),
    p90: quantile(0.9),
  }
}

if (import.meta.main) {
  const sources = readSources()
  const { problems, median, p90 } = measureSizes(sources)
  console.log(`${sources.size} files in src; lines: median ${median}, p90 ${p90}`)
  report(problems)
}
