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

const comparedOperations = [
  ...['iam create-access-key', 'iam create-account-alias', 'iam create-login-profile'],
  ...['iam create-service-specific-credential', 'iam create-user', 'iam create-virtual-mfa-device'],
  ...['iam deactivate-mfa-device', 'iam delete-access-key', 'iam delete-account-alias'],
  ...['iam delete-login-profile', 'iam delete-user', 'iam delete-virtual-mfa-device'],
  ...['iam enable-mfa-device', 'iam get-access-key-last-used', 'iam get-account-authorization-details'],
  ...['iam get-account-summary', 'iam get-credential-report', 'iam get-group'],
  ...['iam get-login-profile', 'iam get-policy-version', 'iam get-role'],
  ...['iam get-service-last-accessed-details', 'iam get-user', 'iam get-user-policy'],
  ...['iam list-access-keys', 'iam list-account-aliases', 'iam list-entities-for-policy'],
  ...['iam list-mfa-devices', 'iam list-roles', 'iam list-service-specific-credentials'],
  ...['iam list-user-tags', 'iam list-users', 'iam list-virtual-mfa-devices'],
  ...['iam resync-mfa-device', 'iam simulate-custom-policy', 'iam tag-mfa-device'],
  ...['iam tag-user', 'iam untag-mfa-device', 'iam untag-user'],
  ...['iam update-access-key', 'iam update-login-profile', 'iam update-user'],
  ...['sts assume-role', 'sts get-access-key-info', 'sts get-caller-identity'],
  ...['sts get-session-token'],
]

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

  it('for these operations, which all succeed', () => {
    const succeeded = Array.from(printed.values())
      .flat()
      .filter((text) => text.endsWith('= 0\n') && !text.includes('--generate-cli-skeleton'))
    const operations = new Set(succeeded.map((text) => /^\$ (\w+ [\w-]+)/.exec(text)?.[1]))
    expect(Array.from(operations).sort()).toEqual(comparedOperations)
  })

  it('files of a device hold what was asked for, for nobody else to read', () => {
    expect(readFileSync(join(directory, 'seed'), 'utf8')).toMatch(/^[A-Z2-7]{32,}$/)
    expect(readFileSync(join(directory, 'qr.png')).subarray(1, 4).toString()).toBe('PNG')
    for (const file of ['seed', 'qr.png']) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600)
  })
})
