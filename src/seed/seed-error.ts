export interface SeedProblem {
  /** `Users[1].MFADevices[0]`; empty for the seed itself. */
  readonly path: string
  readonly message: string
}

/** Everything that is wrong with a seed, in the order of its places. */
export class SeedError extends Error {
  /** `Users[1].MFADevices[0]: …` */
  readonly problems: readonly string[]

  /** @param file - where the seed is from */
  constructor(problems: readonly SeedProblem[], file?: string) {
    // Only here: every command loads this file, and a collator takes 9 ms to make.
    const byPlace = new Intl.Collator('en', { numeric: true })
    const lines = problems
      .toSorted((one, other) => byPlace.compare(one.path, other.path))
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    super(
      `The seed${file === undefined ? '' : ` ${file}`} is not valid:\n${lines.map((line) => `  - ${line}`).join('\n')}`,
    )
    this.name = 'SeedError'
    this.problems = lines
  }
}
