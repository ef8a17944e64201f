/** The Dockerfile without a container engine: what it says, and a server from what its image holds. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { settings } from '../../src/config.ts'
import { serve } from '../cli/twinlock-process.ts'
import { copiedFrom, readStages, valuesOf, wordsOf } from './dockerfile.ts'
import { install, root } from './installation.ts'

const stages = readStages(readFileSync(join(root, 'Dockerfile'), 'utf8'))
const image = stages.at(-1) ?? []
const variables = Object.fromEntries(valuesOf(image, 'ENV').map((rest) => rest.split('=') as [string, string]))

describe('the Dockerfile', () => {
  it('copies what there is, and .dockerignore lets through that and nothing else', () => {
    const copied = copiedFrom(stages)
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const [first, ...exceptions] = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(first).toBe('*')
    expect(exceptions.map((line) => line.slice(1)).sort()).toEqual([...new Set(copied)].sort())
  })

  it('runs Node itself, as a user without rights, on settings that there are', () => {
    expect(valuesOf(image, 'USER')).toEqual(['node'])
    expect(wordsOf(valuesOf(image, 'ENTRYPOINT')[0] ?? '')).toEqual(['node', '/app/bin/twinlock.cjs'])
    expect(wordsOf(valuesOf(image, 'CMD')[0] ?? '')).toEqual(['serve'])
    const ours = Object.keys(variables).filter((name) => name.startsWith('TWINLOCK_'))
    expect(Object.values(settings).map(({ variable }): string => variable)).toEqual(expect.arrayContaining(ours))
    expect(valuesOf(image, 'EXPOSE')).toEqual([settings.port.defaultText])
    expect(valuesOf(image, 'VOLUME')).toEqual([join(valuesOf(image, 'WORKDIR').at(-1) ?? '', 'twinlock-data')])
  })

  it('holds enough for a server that is healthy and has its pages', { timeout: 240_000 }, async () => {
    const directory = install(['bin', 'dist'])
    const executable = join(directory, 'bin/twinlock.cjs')
    const { endpoint } = await serve(['--ephemeral'], { variables, executable })
    expect((await fetch(`${endpoint}/signin`)).status).toBe(200)

    const [node, ...args] = wordsOf(/ CMD (.*)$/.exec(valuesOf(image, 'HEALTHCHECK')[0] ?? '')?.[1] ?? '')
    expect(node).toBe('node')
    const checkHealth = (port: string) => promisify(execFile)(process.execPath, args, { env: { TWINLOCK_PORT: port } })
    await checkHealth(new URL(endpoint).port)
    await expect(checkHealth('1')).rejects.toMatchObject({ code: 1 })
  })
})
