import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { run, serve, temporaryDirectory } from './twinlock-process.ts'

const alice = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'alices-secret-access-key' }
const SerialNumber = 'arn:aws:iam::123456789012:mfa/alice'
const seed = {
  Users: [
    {
      UserName: 'alice',
      AccessKeys: [{ AccessKeyId: alice.accessKeyId, SecretAccessKey: alice.secretAccessKey }],
      MFADevices: [{ Base32StringSeed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMFullAccess'],
    },
  ],
}

function writeSeed(content: unknown): string {
  const file = join(temporaryDirectory(), 'seed.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('serve --test-mode --seed', () => {
  it('serves the users of the file, and again after each reset', async () => {
    const { endpoint } = await serve(['--test-mode', '--seed', writeSeed(seed)])
    const options = { endpoint, region: 'us-east-1', credentials: alice }
    const post = (path: string, body = '{}') => fetch(`${endpoint}/_twinlock/${path}`, { method: 'POST', body })
    await post('clock', '{"frozen": true}')
    const response = await fetch(`${endpoint}/_twinlock/devices/${SerialNumber}/code`)
    const { code: TokenCode } = (await response.json()) as { code: string }
    await new STS(options).getSessionToken({ SerialNumber, TokenCode })
    const iam = new IAM(options)
    await iam.createUser({ UserName: 'bob' })
    expect((await post('reset')).status).toBe(200)
    expect((await iam.listUsers({})).Users?.map(({ UserName }) => UserName)).toEqual(['alice'])
    expect((await iam.listMFADevices({ UserName: 'alice' })).MFADevices).toMatchObject([{ SerialNumber }])
  })

  it('takes the file from TWINLOCK_SEED', async () => {
    const { endpoint } = await serve(['--test-mode'], { variables: { TWINLOCK_SEED: writeSeed(seed) } })
    expect((await fetch(`${endpoint}/_twinlock/devices/${SerialNumber}/code`)).status).toBe(200)
  })

  it.each([
    [
      { Users: [{ UserName: 'a b' }, { UserName: 'alice', Groups: ['none'], Tag: [] }] },
      [
        'Users[0].UserName: The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
        'Users[1].Groups[0]: The group with name none cannot be found.',
        'Users[1].Tag: is not known: is Tags meant?',
      ],
    ],
    ['{"Users": x}', [`it is no JSON: Unexpected token 'x', "{"Users": x}" is not valid JSON`]],
    ['{"Users": [', ['it is no JSON: Unexpected end of JSON input']],
    ['', ['it is no JSON: Unexpected end of JSON input']],
  ])('does not start with %j, and says all that is wrong', async (content, problems) => {
    const file = writeSeed(content)
    const { code, stderr } = await run(['serve', '--test-mode', '--port', '0', '--seed', file])
    expect(code).toBe(2)
    const lines = problems.map((problem) => `  - ${problem}\n`).join('')
    expect(stderr).toContain(`twinlock: The seed ${file} is not valid:\n${lines}`)
  })

  it('shows a terminal no commands that stand in the file', async () => {
    const outcome = await run(['serve', '--test-mode', '--port', '0', '--seed', writeSeed({ '\x1b[2JUsers': [] })])
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('- [2JUsers: is not known') })
  })

  it('does not start without the file', async () => {
    const { code, stderr } = await run(['serve', '--test-mode', '--port', '0', '--seed', '/nowhere/seed.json'])
    expect(code).toBe(2)
    expect(stderr).toContain('The seed /nowhere/seed.json is not valid:\n  - it cannot be read (ENOENT)\n')
  })
})

describe('persistent data', () => {
  it.each([
    ['--data-dir', 'data', '--data-dir (TWINLOCK_DATA_DIR)'],
    ['--database-url', 'postgres://localhost/iam', '--database-url (TWINLOCK_DATABASE_URL)'],
  ])('are never touched by test mode: %s', async (flag, value, spelling) => {
    const cwd = temporaryDirectory()
    const variables = { TWINLOCK_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const args = ['serve', '--test-mode', '--port', '0', '--seed', writeSeed(seed), flag, value]
    const { code, stderr } = await run(args, { cwd, variables })
    expect(code).toBe(2)
    expect(stderr).toContain(`--test-mode keeps everything in memory: leave out ${spelling}`)
    expect(existsSync(join(cwd, 'data'))).toBe(false)
    expect(existsSync(join(cwd, 'twinlock-data'))).toBe(false)
  })

  it.each([[[]], [['--ephemeral']], [['--data-dir', 'data']]])('are not seeded: serve %j --seed', async (args) => {
    const cwd = temporaryDirectory()
    const { code, stderr } = await run(['serve', '--port', '0', ...args, '--seed', writeSeed(seed)], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(
      '--seed (TWINLOCK_SEED) is for --test-mode alone: fill a server that keeps its data through the API of IAM',
    )
    expect(existsSync(join(cwd, 'data'))).toBe(false)
    expect(existsSync(join(cwd, 'twinlock-data'))).toBe(false)
  })
})
