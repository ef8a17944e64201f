import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { IAM } from '@aws-sdk/client-iam'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { ownDevices } from '../../twinlock.ts'
import { rootClientOf, rootVariables, startLocalServer } from '../aws/server.ts'
import { executable, run } from '../twinlock-process.ts'
import { createDesk, Phone } from './enrolling.ts'

const arnOf = (name: string) => `arn:aws:iam::123456789012:mfa/${name}`

describe('twinlock mfa enroll, in a script', () => {
  let server: RunningServer
  let iam: IAM
  beforeAll(async () => {
    server = await startLocalServer()
    iam = rootClientOf(server.endpoint)
    return () => server.close()
  })

  let users = 0
  /** A user with a key, who may enrol but not remove devices. */
  async function createUser(config?: string, actions: string[] = []) {
    const UserName = `user-${++users}`
    await iam.createUser({ UserName })
    const document = {
      ...ownDevices,
      Statement: [...ownDevices.Statement, { Effect: 'Allow', Action: ['iam:GetGroup', ...actions], Resource: '*' }],
    }
    await iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify(document) })
    const { AccessKey } = await iam.createAccessKey({ UserName })
    const credentials = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    }
    return { userName: UserName, arn: arnOf(UserName), ...createDesk(server.endpoint, credentials, config) }
  }
  const createRemover = (config?: string) => createUser(config, ['iam:DeleteVirtualMFADevice'])

  async function devicesOf(UserName: string): Promise<(string | undefined)[]> {
    const { MFADevices = [] } = await iam.listMFADevices({ UserName })
    return MFADevices.map(({ SerialNumber }) => SerialNumber)
  }
  async function isThere(serialNumber: string): Promise<boolean> {
    const { VirtualMFADevices = [] } = await iam.listVirtualMFADevices({ MaxItems: 1000 })
    return VirtualMFADevices.some(({ SerialNumber }) => SerialNumber === serialNumber)
  }

  it('enables the device, writes the profile, and proves it by a session', async () => {
    const { userName, arn, enroll, picture, readConfig } = await createUser()
    expect(await enroll([], (phone) => phone.pair())).toEqual({
      code: 0,
      stdout: [
        `${arn} is an MFA device of ${userName} now.`,
        `${picture} holds its secret: delete it once it has been scanned.`,
        `The profile default has mfa_serial = ${arn} now.`,
        'A code of it gave a session with MFA: it works.\n',
      ].join('\n'),
      stderr: '',
    })
    expect(await devicesOf(userName)).toEqual([arn])
    expect(readConfig()).toBe(`[default]\nmfa_serial = ${arn}\n`)
    expect(statSync(picture).mode & 0o777).toBe(0o600)
  })

  it('takes the codes of twinlock mfa code --pair, as its help shows', async () => {
    const { cwd, variables, arn } = await createUser()
    const script = `
      twinlock() { '${process.execPath}' '${executable}' "$@"; }
      { until [ -s QRCode.png ]; do sleep 0.1; done
        twinlock mfa code --qr QRCode.png --pair
      } | twinlock mfa enroll --outfile QRCode.png`
    // On a socket bash takes itself for a remote shell, and reads ~/.bashrc.
    const bash = spawn('bash', ['--norc', '-c', script], { cwd, env: { PATH: process.env['PATH'], ...variables } })
    const [stdout, stderr, [code]] = await Promise.all([text(bash.stdout), text(bash.stderr), once(bash, 'exit')])
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining(`${arn} is an MFA device`)])
  })

  it('shows the secret only when asked', async () => {
    const user = await createUser()
    const { stdout } = await user.enroll(['--show-secret', '--no-config'], (phone) => phone.pair())
    expect(stdout).toMatch(/^[A-Z2-7]{64}\n/)
    expect(user.readConfig()).toBeUndefined()
    const silent = await createUser()
    const outcome = await silent.enroll([], (phone) => phone.pair())
    expect(outcome.stdout + outcome.stderr).not.toMatch(/[A-Z2-7]{40}/)
  })

  it.each([
    ['the same code twice', (now: string, _: string) => [now, now], 'Both codes are the same one.'],
    ['the newer first', (now: string, before: string) => [now, before], 'The second code is older than the first'],
    ['no code', () => ['12345', '123456'], 'A code has six digits: write each code on a line of its own\n'],
    ['nothing', () => [''], 'A code has six digits'],
    ['one code alone', (now: string) => [now], 'There was no answer'],
  ])('refuses %s without a question to the server, and removes the device', async (_, codes, problem) => {
    const { userName, arn, enroll, readConfig, picture } = await createRemover()
    const outcome = await enroll([], (phone) => codes(phone.code(0), phone.code(-1)))
    expect(outcome).toMatchObject({ code: 255, stdout: '' })
    expect(outcome.stderr).toContain(`The half-made device ${arn} was removed.\n`)
    expect(outcome.stderr).toContain(`twinlock: ${problem}`)
    expect([await isThere(arn), existsSync(picture), readConfig()]).toEqual([false, false, undefined])
    const asked = await run(['admin', 'events', '--event-name', 'EnableMFADevice'], {
      variables: { ...rootVariables, AWS_ENDPOINT_URL: server.endpoint },
    })
    expect([asked.code, asked.stdout.includes(userName)]).toEqual([0, false])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('removes the device on %s', async (name) => {
    const { arn, enroll, picture } = await createRemover()
    const outcome = await enroll([], (_, signal) => {
      signal(name)
      return []
    })
    expect(outcome).toEqual({
      code: 130,
      stdout: '',
      stderr: `twinlock: The half-made device ${arn} was removed.\ntwinlock: Nothing was enrolled: you stopped it\n`,
    })
    expect([await isThere(arn), existsSync(picture)]).toEqual([false, false])
  })

  it('tells the command when the device cannot be removed, and takes another name the next time', async () => {
    const { userName, arn, enroll } = await createUser()
    const args = ['--endpoint-url', server.endpoint]
    const first = await enroll(args, (phone) => [phone.code(0), phone.code(0)])
    expect(first.code).toBe(255)
    expect(first.stderr).toContain(`The device ${arn} is there, and could not be removed: `)
    expect(first.stderr).toContain('AccessDenied')
    expect(first.stderr).toContain(
      `twinlock iam delete-virtual-mfa-device --serial-number ${arn} --endpoint-url ${server.endpoint}\n`,
    )
    const second = await enroll([], (phone) => phone.pair())
    expect(second).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${arn}-2 is an MFA device of ${userName}`),
    })
  })

  it('does not take a name that is there when it is given, and says what may be done', async () => {
    const { arn, userName, enroll, picture } = await createUser()
    await iam.createVirtualMFADevice({ VirtualMFADeviceName: userName })
    const outcome = await enroll(['--device-name', userName], () => [])
    expect(outcome).toMatchObject({ code: 255, stdout: '' })
    expect(outcome.stderr).toBe(
      `twinlock: There is a device ${arn} already. Nobody uses it. Delete it with: twinlock iam delete-virtual-mfa-device --serial-number ${arn} Or choose another name with --device-name.\n`,
    )
    expect([await isThere(arn), existsSync(picture)]).toEqual([true, false])
  })

  it('enrols another user, and asks no session of it', async () => {
    const { userName, arn } = await createUser()
    const desk = createDesk(server.endpoint, rootVariables)
    const outcome = await desk.enroll(['--user-name', userName], (phone) => phone.pair())
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toContain(`ListMFADevices shows it with ${userName}.\n`)
    expect(await devicesOf(userName)).toEqual([arn])
    expect(desk.readConfig()).toBeUndefined()
  })

  it('says at once who cannot be enrolled', async () => {
    const desk = createDesk(server.endpoint, rootVariables)
    expect(await desk.enroll([], () => [])).toMatchObject({
      code: 252,
      stderr: expect.stringContaining(
        'You are arn:aws:iam::123456789012:root, which is no user. Name a user with --user-name.',
      ),
    })
    expect(await desk.enroll(['--user-name', 'nobody'], () => [])).toMatchObject({
      code: 254,
      stderr: expect.stringContaining('The user with name nobody cannot be found.'),
    })
    expect(existsSync(desk.picture)).toBe(false)
    const bare = await run(['mfa', 'enroll'], { variables: desk.variables })
    expect(bare).toMatchObject({ code: 252, stderr: expect.stringContaining('name a file for it with --outfile') })
  })

  it('does not overwrite a picture', async () => {
    const { enroll, picture, userName } = await createUser()
    writeFileSync(picture, '')
    const outcome = await enroll([], () => [])
    expect(outcome.code).toBe(255)
    expect(outcome.stderr).toContain('QRCode.png cannot be made: it is there already')
    expect(await isThere(arnOf(userName))).toBe(false)
  })

  it('keeps the mfa_serial of a profile that has another, since nobody can be asked', async () => {
    const config = `[default]\nmfa_serial = ${arnOf('other')}\n`
    const { enroll, readConfig, arn } = await createUser(config)
    const { stdout } = await enroll([], (phone) => phone.pair())
    expect(stdout).toContain(`The profile default keeps mfa_serial = ${arnOf('other')}; the new device is ${arn}.`)
    expect(readConfig()).toBe(config)
  })

  it('leaves a profile alone whose credentials are not those in use', async () => {
    const config = '[default]\nlogin_session = arn:aws:iam::123456789012:user/other\n'
    const { enroll, readConfig, arn } = await createUser(config)
    const { stdout } = await enroll([], (phone) => phone.pair())
    expect(stdout).toContain(`so it was left as it is: mfa_serial = ${arn}`)
    expect(readConfig()).toBe(config)
  })

  it('writes to the profile that is named', async () => {
    const { variables, enroll, readConfig, arn, cwd } = await createUser('[profile dev]\nregion = eu-west-1\n')
    writeFileSync(
      join(cwd, 'credentials'),
      `[dev]\naws_access_key_id = ${variables.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${variables.AWS_SECRET_ACCESS_KEY}\n`,
    )
    Object.assign(variables, { AWS_SHARED_CREDENTIALS_FILE: join(cwd, 'credentials') })
    expect(await enroll(['--profile', 'dev'], (phone) => phone.pair())).toMatchObject({ code: 0 })
    expect(readConfig()).toBe(`[profile dev]\nregion = eu-west-1\nmfa_serial = ${arn}\n`)
  })

  it('says beforehand that another device needs a session with MFA', async () => {
    const { enroll, arn, picture } = await createRemover()
    await enroll([], (phone) => phone.pair())
    rmSync(picture)
    const again = await enroll([], (phone) => phone.pair())
    expect(again.code).toBe(254)
    expect(again.stderr).toContain('You have an MFA device already.')
    expect(again.stderr).toContain('please ensure that you are authenticated with an MFA device')
    expect(await isThere(`${arn}-2`)).toBe(false)
  })

  it('makes no ninth device', async () => {
    const { userName: UserName, arn } = await createUser()
    for (let number = 1; number <= 8; number++) {
      const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: `${UserName}-${number}` })
      const { SerialNumber, Base32StringSeed } = VirtualMFADevice ?? {}
      const phone = new Phone(`otpauth://totp/x?secret=${Buffer.from(Base32StringSeed ?? []).toString()}`)
      const [AuthenticationCode1, AuthenticationCode2] = phone.pair()
      await iam.enableMFADevice({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 })
    }
    const desk = createDesk(server.endpoint, rootVariables)
    const outcome = await desk.enroll(['--user-name', UserName], () => [])
    expect(outcome).toMatchObject({ code: 255, stderr: expect.stringContaining(`${UserName} has 8 MFA devices`) })
    expect(await isThere(arn)).toBe(false)
  })
})
