import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../src/storage/data-directory.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'

describe('a process that is killed', () => {
  let directory: string
  const children: ChildProcess[] = []

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'twinlock-kill-'))
  })
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(directory, { recursive: true })
  })

  /** Runs the script until it has printed so many lines, kills it, and returns every line that got out. */
  async function runAndKill(script: string, argument: string, lines: number, beforeKill = () => {}): Promise<string[]> {
    const path = fileURLToPath(new URL(script, import.meta.url))
    const child = spawn(process.execPath, ['--expose-gc', path, argument], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const exited = once(child, 'exit')
    const printed: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      printed.push(line)
      if (printed.length !== lines) continue
      beforeKill()
      child.kill('SIGKILL')
    }
    const [, signal] = await exited
    expect(signal).toBe('SIGKILL')
    return printed
  }

  it.each([1, 100, 777])('has lost no write that it acknowledged, killed after %i', async (lines) => {
    const file = join(directory, `killed-after-${lines}.db`)
    const acknowledged = await runAndKill('writer.ts', file, lines)
    expect(acknowledged.length).toBeGreaterThanOrEqual(lines)

    const storage = await openSqlite({ file })
    const rows = await storage.read((queries) => queries.selectFrom('server_settings').select('name').execute())
    const names = new Set(rows.map(({ name }) => name))
    expect(acknowledged.filter((name) => !names.has(name))).toEqual([])
    await storage.transaction((queries) =>
      queries.insertInto('server_settings').values({ name: 'after', value: '' }).execute(),
    )
    await storage.close()
  })

  it('has held its data directory until then, and no longer', async () => {
    const path = join(directory, 'data')
    const refused = () => {
      expect(() => openDataDirectory(path)).toThrow(
        `Another Twinlock process is using the data directory ${path}. ` +
          'Stop it first, or choose another directory with --data-dir.',
      )
    }
    expect(await runAndKill('lock-holder.ts', path, 1, refused)).toEqual(['taken'])
    openDataDirectory(path).release()
  })
})
