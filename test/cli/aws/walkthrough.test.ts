/** MFA with the command line, from the QR code to a session: with ours alone, and with ours and the AWS CLI in turn. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readQrCodeFile } from '../../../src/cli/qr-code-file.ts'
import type { RunningServer } from '../../../src/main.ts'
import { codeAt, parseOtpauthUri } from '../../../src/mfa/otpauth.ts'
import { run, temporaryDirectory } from '../twinlock-process.ts'
import { awsCli, runAwsCli } from './aws-cli.ts'
import { startLocalServer, variablesFor } from './server.ts'

const serial = 'arn:aws:iam::123456789012:mfa/JohnDoesCellPhone'
const time = '2026-01-01T00:00:00+00:00'
const done = (stdout = '', stderr = '') => ({ code: 0, stdout, stderr })
const json = (value: unknown) => `${JSON.stringify(value, null, 4)}\n`

describe.each(awsCli === undefined ? [false] : [false, true])(
  'the walkthrough, mixed with the AWS CLI: %s',
  (isMixed) => {
    let server: RunningServer
    beforeAll(async () => {
      server = await startLocalServer()
    })
    afterAll(() => server.close())

    it('ends with a session that has MFA', { timeout: 240_000 }, async () => {
      const cwd = temporaryDirectory()
      const twinlock = (line: string, variables: Record<string, string> = {}) => {
        return run(line.split(' '), { cwd, variables: { ...variablesFor(server.endpoint), HOME: cwd, ...variables } })
      }
      const other = isMixed
        ? (line: string, variables = {}) => runAwsCli(line.split(' '), server.endpoint, cwd, variables)
        : twinlock

      // 1. The article types the operation's name in the plural, which the AWS CLI refuses.
      await other('iam create-user --user-name johndoe')
      await other('iam attach-user-policy --user-name johndoe --policy-arn arn:aws:iam::aws:policy/IAMFullAccess')
      const create = '--virtual-mfa-device-name JohnDoesCellPhone --outfile QRCode.png --bootstrap-method QRCodePNG'
      expect(await twinlock(`iam create-virtual-mfa-devices ${create}`)).toEqual(
        done(
          json({ VirtualMFADevice: { SerialNumber: serial } }),
          'twinlock: understood as create-virtual-mfa-device\n',
        ),
      )
      expect(statSync(join(cwd, 'QRCode.png')).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(cwd, 'QRCode.png')).subarray(1, 4).toString()).toBe('PNG')

      // 2. Nobody has scanned it.
      expect(await other('iam list-virtual-mfa-devices')).toEqual(
        done(json({ VirtualMFADevices: [{ SerialNumber: serial }] })),
      )

      // 3. Two consecutive codes. Ours is the authenticator as well.
      const account = parseOtpauthUri(readQrCodeFile(join(cwd, 'QRCode.png')))
      const before = Date.now()
      const { stdout: shown } = await twinlock('mfa code --qr QRCode.png')
      expect([before, Date.now()].map((now) => `${codeAt(account, now).code}\n`)).toContain(shown)
      const now = Date.now()
      const [first, second] = [now - 30_000, now].map((instant) => codeAt(account, instant).code)
      const enable = `iam enable-mfa-device --user-name johndoe --serial-number ${serial} --authentication-code1`
      const invalid =
        'InvalidAuthenticationCode) when calling the EnableMFADevice operation: Authentication code for device'
      expect(await twinlock(`${enable} ${second} --authentication-code2 ${second}`)).toEqual({
        ...{ code: 254, stdout: '', stderr: `\nAn error occurred (${invalid} is not valid.\n` },
      })
      expect(await other(`${enable} ${first} --authentication-code2 ${second}`)).toEqual(done())

      // 4. Listed again, it has its user.
      const listed = await twinlock('iam list-virtual-mfa-devices')
      const user = { Path: '/', UserName: 'johndoe', UserId: 'AIDA', Arn: 'arn:aws:iam::123456789012:user/johndoe' }
      const device = { SerialNumber: serial, User: { ...user, CreateDate: time }, EnableDate: time }
      const stdout = listed.stdout.replace(/AIDA\w{17}/, 'AIDA').replaceAll(/\d{4}-[\d:T-]+\+00:00/g, time)
      expect({ ...listed, stdout }).toEqual(done(json({ VirtualMFADevices: [device] })))

      // 5. The key alone is not enough any more; the key and a code are, once.
      const { AccessKey } = JSON.parse((await twinlock('iam create-access-key --user-name johndoe')).stdout)
      const key = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey }
      const deactivate = `iam deactivate-mfa-device --user-name johndoe --serial-number ${serial}`
      expect(await other(deactivate, key)).toMatchObject({
        code: 254,
        stderr: expect.stringContaining('(AccessDenied)'),
      })
      // The second code may still open one session, as on AWS, should it be the current one yet.
      const getSession = `sts get-session-token --serial-number ${serial} --token-code ${codeAt(account, Date.now()).code}`
      const { Credentials } = JSON.parse((await other(getSession, key)).stdout)
      expect(await twinlock(getSession, key)).toMatchObject({
        code: 254,
        stderr: expect.stringContaining('failed with invalid MFA one time pass code'),
      })
      const session = {
        AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
        AWS_SESSION_TOKEN: Credentials.SessionToken,
      }
      expect(await twinlock('sts get-caller-identity --query Arn --output text', session)).toEqual(
        done(`${user.Arn}\n`),
      )
      expect(await other(deactivate, session)).toEqual(done())
    })
  },
)
