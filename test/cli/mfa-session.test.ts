/** Sessions that scripts get by `twinlock mfa session`, and all that `twinlock credential-process` does without a terminal. */
import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { sqlite } from '../databases.ts'
import { Authenticator, allow, describeTwinlock, FrozenClock, putPolicy, startTwinlock } from '../twinlock.ts'
import { startRecordedAws } from './enroll/recorded-aws.ts'
import { createSessionHome, type SessionHome, twinlock } from './session-home.ts'

vi.setConfig({ testTimeout: 60_000 })

const credentialProcess = ['credential-process', '--profile', 'dev']
const session = ['mfa', 'session', '--profile', 'dev']
const noTerminal =
  'twinlock: There is no terminal to ask for a code on. Run this on one first: twinlock mfa session --profile dev\n'
const hour = 60 * 60_000

const begin = (home: SessionHome, ...args: string[]) =>
  home.run([...session, '--code', home.user.device.code(), ...args])
const endsIn = (home: SessionHome, milliseconds: number) =>
  home.writeSession({ ...home.readSession(), Expiration: new Date(Date.now() + milliseconds).toISOString() })

describeTwinlock(
  'twinlock mfa session',
  (server) => {
    it('keeps the session of one code for credential-process, and says how tools get it', async () => {
      const home = await createSessionHome(server)
      expect(await home.run(credentialProcess)).toEqual({ code: 255, stdout: '', stderr: noTerminal })
      const begun = await begin(home, '--duration-seconds', '7200')
      const { Expiration } = home.readSession()
      expect(begun).toMatchObject({ code: 0, stderr: '' })
      expect(begun.stdout).toMatch(
        new RegExp(`^There is a session with MFA until ${Expiration} \\((1 h 59|2 h 0) min\\)\\.\n`),
      )
      expect(begun.stdout).toContain(`
  [profile dev-mfa]
  credential_process = ${twinlock.replaceAll("'", '')} credential-process --profile dev --duration-seconds 7200
  region = us-east-1
  endpoint_url = ${server.endpoint}
`)
      const printed = await home.run(credentialProcess)
      expect(printed).toEqual({ code: 0, stdout: `${JSON.stringify(home.readSession())}\n`, stderr: '' })
      // There is one: no code is spent.
      expect((await home.run([...session, '--code', '000000'])).code).toBe(0)
    })

    it('asks the server for another one when it shall be renewed', async () => {
      const home = await createSessionHome(server)
      const { device } = home.user
      expect((await begin(home)).code).toBe(0)
      const before = home.readSession()
      // As many apps show it.
      const code = device.code(1).replace(/^.../, '$& ')
      expect((await home.run([...session, '--renew', '--code', code])).code).toBe(0)
      expect(home.readSession().AccessKeyId).not.toBe(before.AccessKeyId)
      expect(await home.run([...session, '--renew'])).toMatchObject({ code: 255, stderr: noTerminal })
    })

    it('does not send what cannot be a code', async () => {
      const home = await createSessionHome(server)
      for (const code of ['12345', '1234567', 'abcdef', '']) {
        const outcome = await home.run([...session, '--code', code])
        expect(outcome).toEqual({ code: 254, stdout: '', stderr: 'twinlock: A code has six digits\n' })
      }
    })

    it('says that a code is wrong, or was used', async () => {
      const home = await createSessionHome(server)
      await begin(home)
      await home.run([...session, '--end'])
      for (const code of [home.user.device.wrongCode(), home.user.device.code()]) {
        const outcome = await home.run([...session, '--code', code])
        expect(outcome).toMatchObject({
          code: 254,
          stderr:
            'twinlock: The code was not accepted: it is wrong, or was used before. Each works once: wait for the next one\n',
        })
      }
      expect(home.files('json')).toEqual([])
    })

    it('forgets the session', async () => {
      const home = await createSessionHome(server)
      await begin(home)
      const { Expiration } = home.readSession()
      expect(await home.run([...session, '--end'])).toEqual({
        code: 0,
        stdout: `The session is forgotten on this machine. A copy of it, as in variables, is good until ${Expiration}.\n`,
        stderr: '',
      })
      expect(home.files('json')).toEqual([])
      expect((await home.run([...session, '--end'])).stdout).toBe('There was no session.\n')
      expect((await home.run(credentialProcess)).stderr).toBe(noTerminal)
    })

    it('hands a shell nothing that a server could have made up to be run', async () => {
      const home = await createSessionHome(server)
      const credentials = {
        AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA',
        SecretAccessKey: 's',
        SessionToken: "t'; touch hit; '",
      }
      const Expiration = new Date(Date.now() + hour)
      const hostile = await startRecordedAws({ GetSessionToken: [{ Credentials: { ...credentials, Expiration } }] })
      const options = ['--endpoint-url', hostile.endpoint, '--code', '123456', '--output', 'env']
      expect(await home.run([...session, ...options])).toEqual({
        code: 255,
        stdout: '',
        stderr: 'twinlock: The server answered what cannot be credentials: they are not used\n',
      })
      expect(home.files('json')).toEqual([])
    })

    it('keeps the session to itself where others exchange the directory while the code is asked for', async () => {
      const home = await createSessionHome(server)
      const notes = join(home.path, 'notes')
      writeFileSync(notes, 'mine', { mode: 0o644 })
      const Credentials = { AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA', SecretAccessKey: 's', SessionToken: 't' }
      const aws = await startRecordedAws({
        GetSessionToken: [
          {
            get Credentials() {
              const [lock = ''] = home.files('lock')
              renameSync(home.directory, join(home.path, 'moved'))
              mkdirSync(home.directory, { mode: 0o777 })
              symlinkSync(notes, lock.replace(/lock$/, 'json'))
              return { ...Credentials, Expiration: new Date(Date.now() + hour) }
            },
          },
        ],
      })
      expect(await home.run([...session, '--endpoint-url', aws.endpoint, '--code', '123456'])).toMatchObject({
        code: 0,
      })
      expect(readFileSync(notes, 'utf8')).toBe('mine')
      const status = lstatSync(home.files('json')[0] ?? '')
      expect([status.isFile(), status.mode & 0o777]).toEqual([true, 0o600])
    })

    it('writes no profile with a line that was slipped into a value', async () => {
      const home = await createSessionHome(server)
      const before = home.config.read()
      await begin(home)
      const region = 'us-east-1\ncredential_process = touch hit'
      const outcome = await home.run([...session, '--region', region, '--write-profile', 'other'])
      expect(outcome).toMatchObject({
        code: 252,
        stderr: 'twinlock: region of the profile other cannot have a line break\n',
      })
      expect(home.config.read()).toBe(before)
    })

    it('prints variables for a shell', async () => {
      const home = await createSessionHome(server)
      await putPolicy(server, home.user.userName, {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'iam:ListUsers',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      })
      const { stdout } = await begin(home, '--output', 'env')
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = home.readSession()
      const script = `${stdout}
printf '%s\\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_CREDENTIAL_EXPIRATION"`
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n')).toEqual([
        AccessKeyId,
        SecretAccessKey,
        SessionToken,
        Expiration,
      ])
      const variables = {
        AWS_ACCESS_KEY_ID: AccessKeyId,
        AWS_SECRET_ACCESS_KEY: SecretAccessKey,
        AWS_SESSION_TOKEN: SessionToken,
        AWS_ENDPOINT_URL: server.endpoint,
      }
      expect((await home.run(['iam', 'list-users'], variables)).code).toBe(0)
      expect((await home.run(['iam', 'list-users', '--profile', 'dev'])).stderr).toContain('AccessDenied')
      const fish = await home.run([...session, '--output', 'fish'])
      expect(fish.stdout).toContain(`set -gx AWS_SESSION_TOKEN '${SessionToken}'\n`)
      expect(await home.run([...session, '--output', 'json'])).toMatchObject({
        code: 252,
        stderr: 'twinlock: --output is one of text, env, fish\n',
      })
    })

    it('writes the profile through which tools get it', async () => {
      const home = await createSessionHome(server)
      const before = home.config.read()
      const outcome = await begin(home, '--write-profile', 'work')
      expect(outcome).toMatchObject({ code: 0, stderr: '' })
      expect(outcome.stdout).toContain('The profile work has it now, and asks for a code when it ends.\n')
      expect(home.config.read()).toBe(`${before}
[profile work]
credential_process = ${twinlock.replaceAll("'", '')} credential-process --profile dev
region = us-east-1
endpoint_url = ${server.endpoint}
`)
      const identity = await home.run(['sts', 'get-caller-identity', '--profile', 'work'])
      expect([identity.code, identity.stdout]).toEqual([0, expect.stringContaining(`user/${home.user.userName}"`)])
      // Again, with a server and a device that the profile does not name.
      const other = server.endpoint.replace('localhost', '127.0.0.1')
      const options = ['--endpoint-url', other, '--serial-number', home.user.device.serialNumber]
      const code = home.user.device.code(1)
      expect((await home.run([...session, ...options, '--code', code, '--write-profile', 'work'])).code).toBe(0)
      const written = ` --serial-number ${home.user.device.serialNumber} --endpoint-url ${other}\nregion = us-east-1\nendpoint_url = ${other}\n`
      expect(home.config.read()).toContain(written)
      expect((await home.run(['sts', 'get-caller-identity', '--profile', 'work'])).code).toBe(0)
      expect(home.files('json')).toHaveLength(2)
    })

    it.each([
      ['dev', 252, 'The profile dev has the access key: the session needs one of its own'],
      ['keys', 255, 'The profile keys has other credentials already (aws_access_key_id)'],
      ['other', 255, 'The profile other has other credentials already (credential_process)'],
      ['a b', 252, 'A profile is named with letters, digits and _ - @ + . % : /, not a b'],
    ])('does not write the profile %s, nor spend the code', async (name, code, message) => {
      const home = await createSessionHome(server)
      const text = `${home.config.read()}[profile keys]\naws_access_key_id = a\n[profile other]\ncredential_process = /bin/true\n`
      home.config.write(text)
      const outcome = await begin(home, '--write-profile', name)
      expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(`twinlock: ${message}`) })
      expect(home.config.read()).toBe(text)
      expect((await begin(home)).code).toBe(0)
    })

    it('takes the key of the variables, which no profile can refer to', async () => {
      const home = await createSessionHome(server)
      const { accessKeyId, secretAccessKey } = home.user.credentials
      const key = {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_ENDPOINT_URL: server.endpoint,
      }
      const args = ['mfa', 'session', '--code', home.user.device.code()]
      const refused = await home.run([...args, '--write-profile', 'work'], key)
      expect(refused).toMatchObject({
        code: 255,
        stderr: expect.stringContaining('The access key is in variables, which a profile cannot refer to'),
      })
      // Its device is the only one that the user has.
      const outcome = await home.run(args, key)
      expect(outcome).toMatchObject({ code: 0, stderr: '' })
      expect(outcome.stdout).toContain(`mfa session --endpoint-url ${server.endpoint} --output env)"\n`)
    })

    it.each([
      ['role_arn = r\nsource_profile = dev', 'The profile x assumes a role (role_arn)'],
      ['aws_access_key_id = a\naws_secret_access_key = b\naws_session_token = c', 'The profile x is a session already'],
      [`credential_process = ${twinlock} credential-process --profile dev`, 'which would call itself'],
      ['credential_process = /bin/true', 'The profile x has no access key (aws_access_key_id and aws_sec'],
      ['region = us-east-1', 'The profile x has no access key (aws_access_key_id and aws_secret_access_key). '],
    ])('says what is wrong with a profile of %s', async (settings, message) => {
      const home = await createSessionHome(server)
      home.config.write(`${home.config.read()}[profile x]\n${settings}\n`)
      for (const command of [['credential-process'], ['mfa', 'session', '--code', '123456']]) {
        const outcome = await home.run([...command, '--profile', 'x'])
        expect(outcome).toMatchObject({ code: 255, stdout: '', stderr: expect.stringContaining(message) })
        expect(outcome.stderr).toContain('name the profile that has one with --profile\n')
      }
      // The tool has chosen it by a variable, and the process that it names has no option.
      const called = await home.run(['credential-process'], { AWS_PROFILE: 'x' })
      expect(called).toMatchObject({ code: 255, stderr: expect.stringContaining(message) })
    })

    it('says what is wrong with other options', async () => {
      const home = await createSessionHome(server)
      const started = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' }
      const token = await home.run(['credential-process'], started)
      expect(token.stderr).toContain('The variables hold a session already (AWS_SESSION_TOKEN). ')
      const missing = await home.run(['credential-process', '--profile', 'nobody'])
      expect(missing).toEqual({
        code: 255,
        stdout: '',
        stderr: 'twinlock: The config profile (nobody) could not be found\n',
      })
      expect(await home.run([...credentialProcess, '--duration-seconds', '1h'])).toMatchObject({
        code: 252,
        stderr: 'twinlock: The duration is a number of seconds, such as 3600, not 1h\n',
      })
      const tooLong = await begin(home, '--duration-seconds', '129601')
      expect(tooLong).toMatchObject({
        code: 254,
        stderr: expect.stringContaining('calling the GetSessionToken operation'),
      })
    })

    it('finds the device where none is configured', async () => {
      const home = await createSessionHome(server)
      const { userName, device } = home.user
      home.config.write(home.config.read().replace(/mfa_serial.*\n/, ''))
      const { VirtualMFADevice } = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: `${userName}-2` })
      await putPolicy(server, userName, allow('iam:GetUser'))
      expect((await begin(home)).stderr).toMatch(
        /AccessDenied.*\nName the device by --serial-number, or by mfa_serial in the profile\n$/s,
      )
      await putPolicy(server, userName, allow('iam:ListMFADevices'))
      expect((await begin(home)).code).toBe(0)
      await home.run([...session, '--end'])
      const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
      const second = new Authenticator(VirtualMFADevice?.SerialNumber ?? '', seed, server.clock)
      await server.iam.enableMFADevice({ UserName: userName, ...second.pair() })
      const devices = [device, second].map(({ serialNumber }) => `\n  ${serialNumber}`)
      const several = await begin(home)
      expect(several.code).toBe(255)
      for (const line of devices) expect(several.stderr).toContain(line)
      for (const { serialNumber } of [device, second]) {
        await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber: serialNumber })
      }
      expect((await begin(home)).stderr).toContain('The user has no MFA device that shows codes')
    })

    describe('the cache', () => {
      it('is used without a terminal until the session ends', async () => {
        const home = await createSessionHome(server)
        await begin(home)
        endsIn(home, 60_000)
        expect(await home.run(credentialProcess)).toMatchObject({
          code: 0,
          stdout: `${JSON.stringify(home.readSession())}\n`,
        })
        endsIn(home, -1000)
        expect(await home.run(credentialProcess)).toEqual({ code: 255, stdout: '', stderr: noTerminal })
        // With a code it can be renewed when little is left.
        endsIn(home, 60_000)
        const before = home.readSession()
        await home.run([...session, '--code', home.user.device.code(1)])
        expect(home.readSession().AccessKeyId).not.toBe(before.AccessKeyId)
      })

      it('is of one server and one key', async () => {
        const home = await createSessionHome(server)
        await begin(home)
        expect((await home.run(credentialProcess)).code).toBe(0)
        const other = server.endpoint.replace('localhost', '127.0.0.1')
        expect((await home.run([...credentialProcess, '--endpoint-url', other])).stderr).toBe(noTerminal)
        expect((await home.run(credentialProcess, { AWS_ENDPOINT_URL_STS: other })).stderr).toBe(noTerminal)
        expect((await home.run([...credentialProcess, '--aws'])).stderr).toBe(noTerminal)
        home.config.write(home.config.read().replace(/aws_access_key_id = .*/, 'aws_access_key_id = AKIAANOTHERKEY'))
        expect((await home.run(credentialProcess)).stderr).toBe(noTerminal)
      })

      it('is where the variable says', async () => {
        const home = await createSessionHome(server)
        const elsewhere = { XDG_CACHE_HOME: join(home.path, 'elsewhere') }
        await home.run([...session, '--code', home.user.device.code()], elsewhere)
        expect(home.files('json')).toEqual([])
        expect((await home.run(credentialProcess, elsewhere)).code).toBe(0)
      })

      it.each<[string, (home: SessionHome, file: string) => void, string]>([
        ['that others can read', (_, file) => chmodSync(file, 0o640), 'is open to others (mode 640)'],
        [
          'that is a link',
          (home, file) => {
            renameSync(file, join(home.path, 'session'))
            symlinkSync(join(home.path, 'session'), file)
          },
          'is a symbolic link',
        ],
        [
          'in a directory that others can enter',
          (home) => chmodSync(home.directory, 0o755),
          'is open to others (mode 755)',
        ],
        [
          'in a directory that is a link',
          (home) => {
            renameSync(home.directory, join(home.path, 'sessions'))
            symlinkSync(join(home.path, 'sessions'), home.directory)
          },
          'is a symbolic link',
        ],
      ])('does not use a session %s', async (_, spoil, message) => {
        const home = await createSessionHome(server)
        await begin(home)
        const [file = ''] = home.files('json')
        spoil(home, file)
        const next = home.user.device.code(1)
        for (const args of [credentialProcess, session, [...session, '--renew', '--code', next]]) {
          const outcome = await home.run(args)
          expect(outcome).toMatchObject({ code: 255, stdout: '' })
          expect(outcome.stderr).toContain(`${message}, so that it is not used. `)
        }
      })

      it('does not hand on what is no session', async () => {
        const home = await createSessionHome(server)
        await begin(home)
        const { SessionToken: _, ...withoutToken } = home.readSession()
        const withoutEnd = { ...home.readSession(), Expiration: 'never' }
        for (const text of ['', 'null', JSON.stringify(withoutToken), JSON.stringify(withoutEnd)]) {
          writeFileSync(home.files('json')[0] ?? '', text)
          expect(await home.run(credentialProcess), text).toEqual({ code: 255, stdout: '', stderr: noTerminal })
        }
      })
    })

    it('reckons with a server whose clock is hours ahead', async () => {
      const clock = new FrozenClock(Date.now() + 5 * hour)
      const ahead = await startTwinlock(await sqlite.create(), { clock })
      const home = await createSessionHome(ahead)
      expect(await begin(home)).toMatchObject({ code: 0, stderr: '' })
      const left = Date.parse(home.readSession().Expiration) - Date.now()
      expect(left).toBeGreaterThan(11.9 * hour)
      expect(left).toBeLessThan(12.1 * hour)
      expect((await home.run(['sts', 'get-caller-identity', '--profile', 'dev-mfa'])).code).toBe(0)
    })
  },
  { kinds: [sqlite], clock: new FrozenClock(Date.now()) },
)
