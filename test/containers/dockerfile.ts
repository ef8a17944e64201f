/** The instructions of a Dockerfile, as far as ours uses the language. */

export interface Instruction {
  /** In capitals. */
  readonly name: string
  readonly rest: string
}

/** One list of instructions for each FROM. */
export function readStages(text: string): Instruction[][] {
  const stages: Instruction[][] = []
  for (const line of text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, '')
    .split('\n')) {
    const [, name, rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? []
    if (name === undefined) {
      if (line !== '') throw new Error(`This is no instruction: ${line}`)
      continue
    }
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, rest })
  }
  return stages
}

/** What all instructions of that name say. */
export function valuesOf(stage: readonly Instruction[], name: string): string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ rest }) => rest)
}

/** The words of an instruction in the form that no shell reads: `["node", "a.js"]`. */
export function wordsOf(rest: string): string[] {
  const words: unknown = JSON.parse(rest)
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  throw new Error(`A list of texts is expected: ${rest}`)
}

/** What is copied from the build's context, stages left aside. */
export function copiedFrom(stages: readonly (readonly Instruction[])[]): string[] {
  return stages
    .flatMap((stage) => valuesOf(stage, 'COPY'))
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
}
