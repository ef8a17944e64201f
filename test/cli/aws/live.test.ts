/** The AWS CLI and ours side by side, on one server, at one time: what was recorded is still what it prints. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { awsCli, runAwsCli } from './aws-cli.ts'
import { runHere } from './in-process.ts'
import { startLocalServer, variablesFor } from './server.ts'
import { normalise } from './transcript.ts'

if (awsCli === undefined) {
  it('the AWS CLI beside ours', (context) => context.skip('aws-cli/2 is not installed'))
}

describe.runIf(awsCli !== undefined)('the AWS CLI beside ours', () => {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-live-'))
  let server: RunningServer
  beforeAll(async () => {
    server = await startLocalServer()
    for (const user of ['alice', 'bob', 'carol']) {
      await runHere(
        ['iam', 'create-user', '--user-name', user, '--tags', 'Key=a,Value=ü'],
        variablesFor(server.endpoint),
      )
    }
  })
  afterAll(async () => {
    await server.close()
    rmSync(directory, { recursive: true })
  })

  it.each([
    'iam list-users',
    'iam list-users --output table',
    'iam list-users --output text --page-size 2',
    'iam list-users --max-items 2',
    'iam list-users --query Users[].[UserName,CreateDate] --output table',
    'iam get-user --user-name nobody',
    'iam create-user --user-name a --tags Key=a,Valu=b',
    'iam create-role --generate-cli-skeleton',
    'iam list-virtual-mfa-devices',
    'sts get-caller-identity',
    'sts get-session-token --token-code 1',
    'iam enable-mfa-device --user-name alice',
  ])('%s', { timeout: 60_000 }, async (line) => {
    const args = line.split(' ')
    const theirs = await runAwsCli(args, server.endpoint, directory)
    const ours = await runHere(args, variablesFor(server.endpoint))
    expect(ours).toEqual({ ...theirs, stderr: normalise(theirs.stderr, directory) })
  })
})
