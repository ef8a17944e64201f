/** Enrolment at AWS: its answers, recorded, from a server of our own. */
import { describe, expect, it } from 'vitest'
import { proveDevice } from '../../../src/cli/enroll/prove.ts'
import { createDesk } from './enrolling.ts'
import {
  connectToRecordedAws,
  credentials,
  notKnownYet,
  type Refusal,
  seed,
  serialNumber,
  startRecordedAws,
  throttled,
  wrongCode,
  wrongPair,
} from './recorded-aws.ts'

const denied = (action: string, resource: string): Refusal => [
  'AccessDenied',
  403,
  `User: arn:aws:iam::123456789012:user/team/alice is not authorized to perform: iam:${action} on resource: ${resource} with an explicit deny in an identity-based policy`,
]

describe('twinlock mfa enroll at AWS', () => {
  it('asks the five things that it has to', async () => {
    const aws = await startRecordedAws()
    const outcome = await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(aws.actions()).toEqual([
      'GetCallerIdentity',
      'ListMFADevices',
      'CreateVirtualMFADevice',
      'EnableMFADevice',
      'GetSessionToken',
    ])
    expect(Object.fromEntries(aws.forms[3] ?? [])).toMatchObject({
      UserName: 'alice',
      SerialNumber: serialNumber,
      AuthenticationCode1: expect.stringMatching(/^\d{6}$/),
    })
  })

  it.each<[string, string, Refusal, string]>([
    ['a wrong pair', 'EnableMFADevice', wrongPair, 'The server did not accept these codes.'],
    [
      'a ninth device',
      'EnableMFADevice',
      ['LimitExceeded', 409, 'Cannot exceed quota for MFADevicesPerUser: 8'],
      'Cannot exceed quota for MFADevicesPerUser: 8',
    ],
    [
      'a deny without MFA',
      'EnableMFADevice',
      denied('EnableMFADevice', 'arn:aws:iam::123456789012:user/team/alice'),
      'is not authorized to perform: iam:EnableMFADevice',
    ],
  ])('removes the device after %s', async (_, action, refusal, words) => {
    const aws = await startRecordedAws({ [action]: Array(3).fill(refusal) })
    const outcome = await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())
    expect(outcome.code).toBe(254)
    expect(outcome.stderr).toContain(`The half-made device ${serialNumber} was removed.`)
    expect(outcome.stderr).toContain(words)
    expect(aws.actions().at(-1)).toBe('DeleteVirtualMFADevice')
  })

  it.each<[string, object, string]>([
    [
      'serial number',
      { SerialNumber: `${serialNumber}\ncredential_process = touch hit` },
      'The server made a device with a serial number that is none: it is not used',
    ],
    [
      'secret',
      { Base32StringSeed: Buffer.from(`${seed}&\x1b[2J`) },
      'The server made a device that no authenticator can use: the secret is not base32',
    ],
  ])('writes and shows nothing of a %s that was made up to do harm', async (_, part, words) => {
    const VirtualMFADevice = { SerialNumber: serialNumber, Base32StringSeed: Buffer.from(seed), ...part }
    const aws = await startRecordedAws({ CreateVirtualMFADevice: [{ VirtualMFADevice }] })
    const desk = createDesk(aws.endpoint, credentials)
    expect(await desk.enroll(['--show-secret'], () => [])).toEqual({
      code: 255,
      stdout: '',
      stderr: `twinlock: ${words}\n`,
    })
    expect(desk.readConfig()).toBeUndefined()
  })

  it('shows a terminal no commands that stand in a refusal', async () => {
    const refusal: Refusal = ['AccessDenied', 403, 'no\u009b2J\u202e &#x1b;]0;title&#x7;']
    const aws = await startRecordedAws({ CreateVirtualMFADevice: [refusal] })
    const { stderr } = await createDesk(aws.endpoint, credentials).enroll([], () => [])
    expect(stderr).toBe(
      '\nAn error occurred (AccessDenied) when calling the CreateVirtualMFADevice operation: no2J ]0;title\n',
    )
  })

  it('makes nothing where a policy forbids it', async () => {
    const aws = await startRecordedAws({ CreateVirtualMFADevice: [denied('CreateVirtualMFADevice', serialNumber)] })
    const outcome = await createDesk(aws.endpoint, credentials).enroll([], () => [])
    expect(outcome).toMatchObject({ code: 254, stderr: expect.stringContaining('with an explicit deny') })
    expect(aws.actions()).not.toContain('DeleteVirtualMFADevice')
  })

  it('compares the clock of the phone with that of the server', async () => {
    const clock = /The clock of the authenticator is (\d+ min [a-z ]+) the server's/
    const saysOf = async (minutesAhead: number, offset: number) => {
      const aws = await startRecordedAws({}, { minutesAhead })
      const desk = createDesk(aws.endpoint, credentials)
      const { code, stdout } = await desk.enroll([], (phone) => [phone.code(offset - 1), phone.code(offset)])
      expect(code).toBe(0)
      return clock.exec(stdout)?.[1]
    }
    expect(await saysOf(0, 0)).toBeUndefined()
    expect(await saysOf(0, 120)).toBe('60 min ahead of')
    expect(await saysOf(60, 120)).toBeUndefined()
    expect(await saysOf(60, 0)).toBe('60 min behind')
  })

  it('goes on where it may not list devices', async () => {
    const aws = await startRecordedAws({ ListMFADevices: [denied('ListMFADevices', '*')] })
    expect(await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())).toMatchObject({ code: 0 })
  })

  it('takes the next name when the device is there and may not be listed', async () => {
    const taken: Refusal = ['EntityAlreadyExists', 409, 'MFA device already exists.']
    const aws = await startRecordedAws({
      CreateVirtualMFADevice: [taken, taken],
      ListVirtualMFADevices: [denied('ListVirtualMFADevices', '*')],
    })
    expect(await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())).toMatchObject({ code: 0 })
    const names = aws.forms.map((form) => form.get('VirtualMFADeviceName')).filter((name) => name !== null)
    expect(names).toEqual(['alice', 'alice-2', 'alice-3'])
  })

  it('tries again when it is throttled', async () => {
    const aws = await startRecordedAws({ CreateVirtualMFADevice: [throttled], EnableMFADevice: [throttled] })
    expect(await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())).toMatchObject({ code: 0 })
  })

  it('counts a device as enabled when the answer that said so was lost', async () => {
    const aws = await startRecordedAws({
      EnableMFADevice: [['EntityAlreadyExists', 409, 'MFA Device for user alice already exists.']],
      ListMFADevices: [
        { MFADevices: [], IsTruncated: false },
        { MFADevices: [{ UserName: 'alice', SerialNumber: serialNumber, EnableDate: new Date() }], IsTruncated: false },
      ],
    })
    expect(await createDesk(aws.endpoint, credentials).enroll([], (phone) => phone.pair())).toMatchObject({ code: 0 })
    expect(aws.actions()).not.toContain('DeleteVirtualMFADevice')
  })

  it('asks an assumed role whom it means', async () => {
    const identity = { Arn: 'arn:aws:sts::123456789012:assumed-role/admin/me', Account: '123456789012', UserId: 'A:me' }
    const aws = await startRecordedAws({ GetCallerIdentity: [identity] })
    const outcome = await createDesk(aws.endpoint, credentials).enroll([], () => [])
    expect(outcome).toMatchObject({ code: 252 })
    expect(outcome.stderr).toContain('assumed-role/admin/me, which is no user. Name the user who gets the device')
  })

  it('removes a device whose secret is none', async () => {
    const device = { SerialNumber: serialNumber, Base32StringSeed: Buffer.from('0189'), QRCodePNG: Buffer.from('QR') }
    const aws = await startRecordedAws({ CreateVirtualMFADevice: [{ VirtualMFADevice: device }] })
    const outcome = await createDesk(aws.endpoint, credentials).enroll([], () => [])
    expect(outcome.stderr).toContain('a device that no authenticator can use: the secret is not base32')
    expect(aws.actions().at(-1)).toBe('DeleteVirtualMFADevice')
  })
})

describe('the proof', () => {
  async function prove(answers: readonly Refusal[], askedCode: string | null = '333333') {
    const { aws, services } = await connectToRecordedAws({ GetSessionToken: answers })
    const waits: number[] = []
    const proof = await proveDevice(
      services.sts,
      serialNumber,
      ['111111', '222222'],
      async () => askedCode ?? undefined,
      async (milliseconds) => void waits.push(milliseconds),
    )
    return { ...proof, waits, codes: aws.forms.map((form) => form.get('TokenCode')) }
  }

  it('waits for STS, which hears of a device seconds later', async () => {
    expect(await prove([notKnownYet, notKnownYet, notKnownYet])).toMatchObject({
      isProved: true,
      waits: [5000, 5000, 5000],
      codes: ['111111', '111111', '111111', '111111'],
    })
  })

  it('takes the second code when the first is too old, and then asks for another', async () => {
    expect(await prove([wrongCode])).toMatchObject({ isProved: true, codes: ['111111', '222222'], waits: [] })
    expect(await prove([wrongCode, wrongCode])).toMatchObject({
      isProved: true,
      codes: ['111111', '222222', '333333'],
    })
  })

  it('gives up before the attempts of the device are spent, or when nobody has a code', async () => {
    const never = await prove(Array.from({ length: 9 }, () => notKnownYet))
    expect(never).toMatchObject({ isProved: false, codes: { length: 5 } })
    expect(await prove([wrongCode, wrongCode], null)).toMatchObject({ isProved: false, codes: { length: 2 } })
  })

  it('is not asked of a session', async () => {
    const refusal: Refusal = ['AccessDenied', 403, 'Cannot call GetSessionToken with session credentials']
    expect(await prove([refusal])).toMatchObject({ isProved: true, story: expect.stringContaining('was not tried') })
  })
})
