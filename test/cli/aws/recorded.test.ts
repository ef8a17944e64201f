import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { type CannedServer, startCannedServer } from './canned-answers.ts'
import { runHere } from './in-process.ts'
import { play, scenarios } from './scenarios.ts'
import { startLocalServer, variablesFor } from './server.ts'
import { formatStep, readRecorded } from './transcript.ts'

describe('prints what the AWS CLI prints, byte for byte', () => {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-recorded-'))
  const printed = new Map<string, string[]>()
  let server: RunningServer
  let canned: CannedServer
  beforeAll(async () => {
    server = await startLocalServer()
    canned = await startCannedServer()
    const variables = variablesFor(server.endpoint)
    const execute = (args: readonly string[]) => runHere(args, variables)
    for await (const [scenario, step, outcome] of play(directory, canned.endpoint, execute)) {
      printed.set(scenario, [...(printed.get(scenario) ?? []), formatStep(step, outcome, directory)])
    }
  }, 60_000)
  afterAll(async () => {
    canned.close()
    await server.close()
    rmSync(directory, { recursive: true })
  })

  it.each(Object.keys(scenarios))('%s', (scenario) => {
    expect(printed.get(scenario)).toEqual(readRecorded(scenario))
  })

  it('in what is compared are at least 30 operations that succeed', () => {
    const succeeded = Array.from(printed.values())
      .flat()
      .filter((text) => !text.includes('{canned}'))
      .filter((text) => text.endsWith('= 0\n') && !text.includes('--generate-cli-skeleton'))
    const operations = new Set(succeeded.map((text) => /^\$ (\w+ [\w-]+)/.exec(text)?.[1]))
    expect(operations.size).toBeGreaterThanOrEqual(30)
  })

  it('files of a device hold what was asked for, for nobody else to read', () => {
    expect(readFileSync(join(directory, 'seed'), 'utf8')).toMatch(/^[A-Z2-7]{32,}$/)
    expect(readFileSync(join(directory, 'qr.png')).subarray(1, 4).toString()).toBe('PNG')
    for (const file of ['seed', 'qr.png']) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600)
  })
})
