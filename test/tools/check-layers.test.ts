import { describe, expect, it } from 'vitest'
import { findLayerProblems } from '../../tools/check-layers.ts'
import { readSources } from '../../tools/source-files.ts'

const check = (files: Record<string, string>) => findLayerProblems(new Map(Object.entries(files)))

describe('the layers', () => {
  it('hold for the code as it is', () => {
    const sources = readSources()
    expect(sources.size).toBeGreaterThan(50)
    expect(findLayerProblems(sources)).toEqual([])
  })

  it.each([
    "import { a } from '../storage/b.ts'",
    "import type { A } from '../storage/b.ts'",
    "import {\n  type A,\n  b,\n} from '../storage/b.ts'",
    "import * as b from '../storage/b.ts'",
    "import a, { b } from '../storage/b.ts'",
    "import '../storage/b.ts'",
    "export { a } from '../storage/b.ts'",
    "export * from '../storage/b.ts'",
    "const b = await import('../storage/b.ts')",
  ])('do not let the wire know the storage: %s', (text) => {
    expect(check({ 'src/wire/a.ts': text, 'src/storage/b.ts': '' })).toEqual([
      'src/wire/a.ts imports src/storage/b.ts, but wire must not import storage',
    ])
  })

  it('keep iam and sts apart', () => {
    expect(check({ 'src/iam/a.ts': "import '../sts/b.ts'", 'src/sts/b.ts': '' })).toHaveLength(1)
    expect(check({ 'src/sts/a.ts': "import '../iam/b.ts'", 'src/iam/b.ts': '' })).toHaveLength(1)
  })

  it('let a folder import itself and what is below', () => {
    const files = { 'src/iam/a.ts': "import './b.ts'\nimport '../wire/c.ts'", 'src/iam/b.ts': '', 'src/wire/c.ts': '' }
    expect(check(files)).toEqual([])
  })

  it('have a place for every folder', () => {
    expect(check({ 'src/extra/a.ts': "import '../wire/b.ts'", 'src/wire/b.ts': '' })).toEqual([
      'src/extra/a.ts imports src/wire/b.ts, but tools/check-layers.ts does not say what extra may import',
    ])
  })

  it('have no cycles', () => {
    const files = {
      'src/iam/a.ts': "import './b.ts'",
      'src/iam/b.ts': "import './c.ts'",
      'src/iam/c.ts': "import './a.ts'",
    }
    expect(check(files)).toEqual(['Import cycle: src/iam/a.ts -> src/iam/b.ts -> src/iam/c.ts -> src/iam/a.ts'])
  })

  it('name a file that does not exist', () => {
    expect(check({ 'src/iam/a.ts': "import './b.ts'" })).toEqual([
      'src/iam/a.ts imports src/iam/b.ts, which does not exist',
    ])
  })

  it.each([
    ['process.env.X', 'the environment'],
    ['Date.now()', "the system's time"],
    ['new Date()', "the system's time"],
    ["import { sql } from 'kysely'", 'SQL'],
    ["import { NormalizedSchema } from '@smithy/core/schema'", 'the schemas of the SDK'],
  ])('keep %s in its place', (text, what) => {
    expect(check({ 'src/iam/a.ts': text })).toEqual([expect.stringContaining(`src/iam/a.ts uses ${what}, which only `)])
  })
})
