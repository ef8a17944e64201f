import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { afterAll, expect, it } from 'vitest'
import { policyFile } from '../lint/lint.ts'
import { startLocalServer, variablesFor } from './aws/server.ts'
import { run, temporaryDirectory } from './twinlock-process.ts'

const server = await startLocalServer()
afterAll(() => server.close())
const variables = variablesFor(server.endpoint)
const credentials = {
  accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
}
const iam = new IAM({ endpoint: server.endpoint, region: 'us-east-1', credentials })

const lint = (...args: readonly string[]) => run(['mfa', 'lint', ...args], { variables })
const read = (name: string) => readFileSync(policyFile(name), 'utf8')

it('finds nothing in what AWS publishes, and says how a new user fares', async () => {
  const { code, stdout, stderr } = await lint(policyFile('self-manage'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/ok +access key +enables it with two codes +iam:EnableMFADevice/)
  expect(stdout).toMatch(/refused +access key +takes off the own device without a code/)
  expect(stdout).toMatch(/\nNothing found\.\n$/)
})

it('names severity, statement, reason, fix and page, and leaves with 1 for an error', async () => {
  const { code, stdout } = await lint(policyFile('bool-deny'))
  expect(code).toBe(1)
  expect(stdout).toContain('error: deny-misses-keys, statement DenyAllExceptListedIfNoMFA of ')
  expect(stdout).toContain('  Fix: Deny with "BoolIfExists"')
  expect(stdout).toContain('https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#')
  expect(stdout).toMatch(/\n1 error, 1 warning\.\n$/)
})

it('leaves with 0 for warnings, prints JSON, and reads stdin and several files together', async () => {
  const warned = await lint(policyFile('older-self-manage'), '--output', 'json')
  expect(warned.code).toBe(0)
  expect(JSON.parse(warned.stdout)).toMatchObject({
    findings: [
      { severity: 'warning', rule: 'device-named-for-user', fix: expect.any(String), page: expect.any(String) },
      {},
    ],
    journey: expect.arrayContaining([
      expect.objectContaining({ action: 'iam:CreateVirtualMFADevice', isAsExpected: false }),
    ]),
  })
  const more = join(temporaryDirectory(), 'deny.json')
  const statement = { Effect: 'Deny', Action: 'sts:GetSessionToken', Resource: '*' }
  writeFileSync(more, JSON.stringify({ Version: '2012-10-17', Statement: statement }))
  const args = ['mfa', 'lint', '-', more]
  const { code, stdout } = await run(args, { variables, stdin: read('self-manage-mfa-only') })
  expect(code).toBe(1)
  expect(stdout).toContain(`error: missing-exemption, statement 1 of ${more}`)
})

it('takes all policies of a user: inline, of groups, attached, and the boundary', async () => {
  const PolicyDocument = read('self-manage-mfa-only')
  const work = (Effect: string) => ({
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action: 's3:*', Resource: '*' } }),
  })
  await iam.createUser({ UserName: 'ann' })
  await iam.createGroup({ GroupName: 'staff' })
  await iam.addUserToGroup({ GroupName: 'staff', UserName: 'ann' })
  await iam.putGroupPolicy({ GroupName: 'staff', PolicyName: 'mfa', PolicyDocument })
  await iam.putUserPolicy({ UserName: 'ann', PolicyName: 'work', ...work('Allow') })
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
  const clean = await lint('--user', 'ann', '--output', 'json')
  expect(clean).toMatchObject({ code: 0, stderr: '' })
  const { findings, journey } = JSON.parse(clean.stdout)
  expect(findings).toEqual([])
  expect(journey[1].by).toMatch(/ of mfa of group staff$/)

  const { Policy } = await iam.createPolicy({ PolicyName: 'only-work', ...work('Allow') })
  await iam.putUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary: Policy?.Arn ?? '' })
  const bounded = await lint('--user', 'ann')
  expect(bounded.code).toBe(1)
  expect(bounded.stdout).toContain('error: cannot-enrol')

  await iam.deleteUserPermissionsBoundary({ UserName: 'ann' })
  await iam.attachGroupPolicy({ GroupName: 'staff', PolicyArn: Policy?.Arn ?? '' })
  await iam.putGroupPolicy({ GroupName: 'staff', PolicyName: 'off', ...work('Deny') })
  expect((await lint('--user', 'ann')).stdout).toContain('error: mfa-is-no-use, statement 1 of off of group staff')
})

it('says what it takes, what is not there, and what the server answers', async () => {
  for (const args of [[], [policyFile('self-manage'), '--user', 'ann'], ['x.json', '--output', 'table']]) {
    expect(await lint(...args)).toMatchObject({ code: 252, stdout: '', stderr: expect.stringMatching(/^twinlock: /) })
  }
  expect(await lint('nowhere.json')).toMatchObject({ code: 255, stderr: 'twinlock: There is no file nowhere.json\n' })
  const unknown = await lint('--user', 'nobody')
  expect(unknown).toMatchObject({
    code: 254,
    stdout: '',
    stderr: expect.stringContaining('An error occurred (NoSuchEntity) when calling the GetUser operation'),
  })
})
