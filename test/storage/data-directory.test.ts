import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../src/storage/data-directory.ts'

describe('openDataDirectory', () => {
  let parent: string

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'twinlock-data-'))
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  const modeOf = (path: string) => statSync(path).mode & 0o777

  it('creates the directory with its parents, for its owner alone', () => {
    const umask = process.umask(0)
    const path = join(parent, 'a', 'b')
    const directory = openDataDirectory(path)
    directory.writeSecretFile('master.key', 'secret')
    process.umask(umask)
    expect(modeOf(path)).toBe(0o700)
    for (const file of readdirSync(path)) expect(modeOf(join(path, file)), file).toBe(0o600)
    expect(directory).toMatchObject({ path, databaseFile: join(path, 'twinlock.db') })
    directory.release()
  })

  it('refuses a second opening until the first lets go', () => {
    const first = openDataDirectory(parent)
    expect(() => openDataDirectory(parent)).toThrow(`Another Twinlock process is using the data directory ${parent}.`)
    first.release()
    openDataDirectory(parent).release()
  })

  it('refuses what is no directory, and says what to do', () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    const advice = 'Choose another one with --data-dir, or let the user that runs Twinlock write there.'
    expect(() => openDataDirectory(file)).toThrow(advice)
    expect(() => openDataDirectory(join(file, 'below'))).toThrow(advice)
  })

  // Nothing is unwritable to root but what no user can write to, such as /proc.
  it.skipIf(process.platform === 'win32')('refuses a directory that it cannot write to', () => {
    const path = process.getuid?.() === 0 ? '/proc/self' : join(parent, 'sealed')
    if (path !== '/proc/self') mkdirSync(path, { mode: 0o500 })
    expect(() => openDataDirectory(path)).toThrow(`The data directory ${path} cannot be used: `)
  })

  it('keeps secret files, and never overwrites one', () => {
    const directory = openDataDirectory(parent)
    expect(directory.readSecretFile('master.key')).toBeUndefined()
    directory.writeSecretFile('master.key', 'first')
    expect(() => directory.writeSecretFile('master.key', 'second')).toThrow('exists already and is not overwritten')
    expect(directory.readSecretFile('master.key')).toBe('first')
    expect(readdirSync(parent).sort()).toEqual(['master.key', 'twinlock.lock'])
    directory.release()
  })

  it('writes over what a crash left of a file', () => {
    writeFileSync(join(parent, 'master.key.new'), 'a longer text that was never finished')
    const directory = openDataDirectory(parent)
    directory.writeSecretFile('master.key', 'whole')
    expect(readFileSync(join(parent, 'master.key'), 'utf8')).toBe('whole')
    directory.release()
  })
})
