/** The AWS CLI and ours side by side, on one server, at one time: what was recorded is still what it prints. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { awsCli, runAwsCli } from './aws-cli.ts'
import { type CannedServer, startCannedServer } from './canned-answers.ts'
import { runHere } from './in-process.ts'
import { startLocalServer, variablesFor } from './server.ts'
import { normalise } from './transcript.ts'

if (awsCli === undefined) {
  it('the AWS CLI beside ours', (context) => context.skip('aws-cli/2 is not installed'))
}

describe.runIf(awsCli !== undefined)('the AWS CLI beside ours', () => {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-live-'))
  let server: RunningServer
  let canned: CannedServer
  beforeAll(async () => {
    server = await startLocalServer()
    canned = await startCannedServer()
    for (const user of ['alice', 'bob', 'carol']) {
      await runHere(
        ['iam', 'create-user', '--user-name', user, '--tags', 'Key=a,Value=ü'],
        variablesFor(server.endpoint),
      )
    }
  })
  afterAll(async () => {
    canned.close()
    await server.close()
    rmSync(directory, { recursive: true })
  })

  it.each([
    'iam list-users',
    'iam list-users --output table',
    'iam list-users --output text --page-size 2',
    'iam list-users --max-items 2',
    'iam list-users --query Users[].[UserName,CreateDate] --output table',
    'iam get-user --user-name alice',
    'iam get-user --user-name nobody',
    'iam list-user-tags --user-name alice',
    'iam tag-user --user-name bob --tags Key=a,Value=b',
    'iam untag-user --user-name bob --tag-keys a',
    'iam update-user --user-name carol --new-path /x/',
    'iam list-access-keys --user-name alice',
    'iam get-account-summary',
    'iam list-account-aliases',
    'iam list-virtual-mfa-devices',
    'iam list-mfa-devices --user-name alice',
    'iam create-user --user-name a --tags Key=a,Valu=b',
    'iam create-role --generate-cli-skeleton',
    'iam list-mfa-devices --generate-cli-skeleton output',
    'iam enable-mfa-device --user-name alice',
    'sts get-caller-identity',
    'sts get-access-key-info --access-key-id AKIATESTROOTTESTROOT',
    'sts get-session-token --token-code 1',
    ...[
      'iam get-role --role-name deploy',
      'iam list-roles --output table',
      'iam get-policy-version --policy-arn arn:aws:iam::aws:policy/x --version-id v1',
      'iam get-user-policy --user-name alice --policy-name broken',
      'iam get-account-authorization-details --output text',
      'iam get-group --group-name admins',
      'iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/x',
      'iam get-credential-report',
      'iam simulate-custom-policy --policy-input-list {} --action-names iam:GetUser',
      'iam get-service-last-accessed-details --job-id 123456789012345678901234567890123456',
      'iam create-service-specific-credential --user-name alice --service-name codecommit.amazonaws.com',
      'iam list-service-specific-credentials',
      'iam get-access-key-last-used --access-key-id AKIAAAAAAAAAAAAAAAAA',
      'iam create-account-alias --account-alias some-alias',
      'iam delete-group --group-name admins',
      'iam add-user-to-group --group-name admins --user-name alice',
      'iam attach-user-policy --user-name alice --policy-arn arn:aws:iam::aws:policy/x',
      'sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy --role-session-name session',
    ].map((line) => `${line} --endpoint-url {canned}`),
  ])('%s', { timeout: 60_000 }, async (line) => {
    const args = line.replace('{canned}', canned.endpoint).split(' ')
    const theirs = await runAwsCli(args, server.endpoint, directory)
    const ours = await runHere(args, variablesFor(server.endpoint))
    expect(ours).toEqual({ ...theirs, stderr: normalise(theirs.stderr, directory) })
  })
})
