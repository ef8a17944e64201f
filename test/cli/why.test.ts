import { IAM } from '@aws-sdk/client-iam'
import { afterAll, expect, it } from 'vitest'
import { tellRefusal } from '../../src/cli/aws/refusal-story.ts'
import { runHere } from './aws/in-process.ts'
import { startLocalServer, variablesFor } from './aws/server.ts'
import { run } from './twinlock-process.ts'

const server = await startLocalServer()
afterAll(() => server.close())
const root = variablesFor(server.endpoint)
const rootKey = { accessKeyId: root['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: root['AWS_SECRET_ACCESS_KEY'] ?? '' }
const iam = new IAM({ endpoint: server.endpoint, region: 'us-east-1', credentials: rootKey })

/** What the user's commands run with. */
async function createUser(UserName: string, statement?: object): Promise<Record<string, string>> {
  await iam.createUser({ UserName })
  if (statement) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statement })
    await iam.putUserPolicy({ UserName, PolicyName: 'mfa', PolicyDocument })
  }
  const { AccessKey } = await iam.createAccessKey({ UserName })
  return {
    ...root,
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  }
}

const withMfa = {
  Effect: 'Allow',
  Action: 'iam:*',
  Resource: '*',
  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
}
const ann = await createUser('ann', withMfa)

/** On a terminal, of which the hint has the id. */
const refused = await runHere(['iam', 'list-users'], ann, { showsHints: true })
const requestId = /--request-id (\S+)\n$/.exec(refused.stderr)?.[1] ?? ''

it('is what a refusal points to on a terminal, after the words of AWS, and nowhere else', async () => {
  const [empty, first, ...others] = refused.stderr.split('\n')
  expect([empty, first]).toEqual(['', expect.stringContaining('An error occurred (AccessDenied) when calling')])
  expect(others).toEqual([
    `twinlock: whoever may see it learns more from: twinlock iam why --request-id ${requestId}`,
    '',
  ])
  const piped = await runHere(['iam', 'list-users'], ann)
  expect(piped.stderr).toMatch(/^\nAn error occurred \(AccessDenied\).*\n$/)
  const unknown = await runHere(['iam', 'get-user', '--user-name', 'nobody'], root, { showsHints: true })
  expect(unknown.stderr).not.toContain('why')
  const wrongKey = { ...root, AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA' }
  expect((await runHere(['iam', 'list-users'], wrongKey, { showsHints: true })).stderr).not.toContain('why')
})

it('tells a person who, what, why, the statement, the keys and what helps', async () => {
  const { code, stdout, stderr } = await run(['iam', 'why', '--request-id', requestId], { variables: root })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.replace(/ at \d{4}-\d\d-\d\dT[\d:.]+Z/, ' at TIME')).toBe(`\
arn:aws:iam::123456789012:user/ann was refused iam:ListUsers on arn:aws:iam::123456789012:user/ at TIME.

Why: No identity-based policy allows it: one statement would, but for the conditions, which do not hold.

Statement number 1 of mfa:
{
  "Effect": "Allow",
  "Action": "iam:*",
  "Resource": "*",
  "Condition": {
    "Bool": {
      "aws:MultiFactorAuthPresent": "true"
    }
  }
}

The condition keys that these policies ask for, as the request had them:
  aws:multifactorauthpresent  absent
  A long-term access key has no aws:MultiFactorAuthPresent. That is not "false": Bool then does not match.

What helps: With MFA it would be allowed, and this user has no MFA device yet: create one, enable it with two codes, then get a session with the next.
  twinlock iam create-virtual-mfa-device --virtual-mfa-device-name ann --outfile QRCode.png --bootstrap-method QRCodePNG
`)
})

it('prints all of it for machines, or what a query picks', async () => {
  const why = ['iam', 'why', '--request-id', requestId]
  const { stdout } = await run([...why, '--output', 'json'], { variables: root })
  expect(JSON.parse(stdout)).toMatchObject({
    requestId,
    outcome: 'implicitDeny',
    keys: { 'aws:multifactorauthpresent': null },
  })
  const picked = await run([...why, '--query', 'action', '--output', 'text'], { variables: root })
  expect(picked.stdout).toBe('iam:ListUsers\n')
})

it('tells of policies those only who may see them, and knows no request of which the server knows none', async () => {
  const brief = await run(['iam', 'why', '--request-id', requestId], { variables: ann })
  expect(brief).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Why:') })
  expect(brief.stdout).not.toContain('"Effect"')
  expect(brief.stdout).not.toContain('undefined')
  const denied = await run(['iam', 'why', '--request-id', 'nothing'], { variables: ann })
  expect(denied).toMatchObject({ code: 254, stdout: '' })
  expect(denied.stderr).toContain('AccessDenied: User: arn:aws:iam::123456789012:user/ann is not authorized')
  const unknown = await run(['iam', 'why', '--request-id', 'nothing'], { variables: root })
  expect(unknown).toMatchObject({ code: 254, stderr: expect.stringContaining('No refused request has the id nothing') })
})

it('is in the help, and says what it takes, where it works and what is misspelt', async () => {
  expect((await runHere(['iam', 'help'], root)).stdout).toContain('twinlock iam why help')
  expect((await runHere(['iam', 'why', 'help'], root)).stdout).toContain('sts:DecodeAuthorizationMessage')
  const missing = await runHere(['iam', 'why'], root)
  expect(missing).toMatchObject({ code: 252, stderr: expect.stringContaining('required: --request-id') })
  const misspelt = await runHere(['iam', 'why', '--request-id', 'x', '--reqest', 'y'], root)
  expect(misspelt).toMatchObject({ code: 252, stderr: expect.stringContaining('Unknown options: --reqest') })
  const aws = await runHere(['iam', 'why', '--request-id', 'x', '--aws'], { ...root, AWS_ENDPOINT_URL: '' })
  expect(aws).toMatchObject({ code: 252, stderr: expect.stringContaining('AWS does not say why') })
})

it('takes nothing from the server for a command of the terminal', () => {
  expect(tellRefusal({ reason: 'red \u001b[31m', keys: { k: ['\u202e', 'absent'] } })).toBe(
    'undefined was refused undefined on undefined at undefined.\n\nWhy: red [31m\n\n' +
      'The condition keys that these policies ask for, as the request had them:\n  k  "", "absent"\n',
  )
})
