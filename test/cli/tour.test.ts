import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { readQrCode } from '../../src/cli/qr-code-file.ts'
import { drawQrCode } from '../../src/cli/qr-drawing.ts'
import { Stage } from '../../src/cli/tour-stage.ts'
import { tellStory } from '../../src/cli/tour-story.ts'
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { FrozenClock } from '../twinlock.ts'
import { photograph } from './photograph.ts'
import { run, temporaryDirectory } from './twinlock-process.ts'

describe('twinlock tour', () => {
  it('tells the story in plain text where there is no terminal', { timeout: 60_000 }, async () => {
    const variables = { AWS_PROFILE: 'nobody', AWS_ENDPOINT_URL: 'http://localhost:1', AWS_USE_FIPS_ENDPOINT: 'true' }
    const cwd = temporaryDirectory()
    const { code, stdout, stderr } = await run(['tour'], { variables: { ...variables, FORCE_COLOR: '1' }, cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toMatch(/[\p{Cc}--\n]/v)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])

    const text = stdout.replace(/\s*\\?\s+/g, ' ')
    for (const passage of [
      '$ aws iam create-virtual-mfa-device --virtual-mfa-device-name JohnDoesCellPhone --outfile QRCode.png --bootstrap-method QRCodePNG { "VirtualMFADevice": { "SerialNumber": "arn:aws:iam::123456789012:mfa/JohnDoesCellPhone" } }',
      '$ aws iam list-virtual-mfa-devices { "VirtualMFADevices": [ { "SerialNumber": "arn:aws:iam::123456789012:mfa/JohnDoesCellPhone" } ] }',
      'An error occurred (InvalidAuthenticationCode) when calling the EnableMFADevice operation: Authentication code for device is not valid.',
      '"User": { "Path": "/", "UserName": "johndoe", "UserId": "AIDA',
      'An error occurred (AccessDenied) when calling the DeactivateMFADevice operation: To complete this action, please ensure',
      '"SessionToken": "',
      '--profile johndoe-mfa',
      'Everything behaved as told.',
    ]) {
      expect(text).toContain(passage)
    }
    const invalidCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
    expect(text.split(invalidCode)).toHaveLength(3)

    const drawing = stdout.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line))
    const link = readQrCode(photograph(drawing, 255), 'terminal')
    expect(link).toMatch(
      /^otpauth:\/\/totp\/Amazon%20Web%20Services:JohnDoesCellPhone@123456789012\?secret=[A-Z2-7]{64}&/,
    )
    const [, firstCode] = /--authentication-code1 \d{6} --authentication-code2 (\d{6})/.exec(text) ?? []
    expect(text).toContain(`$ twinlock mfa code --qr QRCode.png ${firstCode}`)
  })

  it('stops when a code that is due half a minute later is not', async () => {
    const keys = { AccessKeyId: 'AKIATWINLOCKTOUR0000', SecretAccessKey: randomBytes(30).toString('base64') }
    const clock = new FrozenClock()
    const config = readConfig(
      { ephemeral: true, port: '0' },
      {
        TWINLOCK_ROOT_ACCESS_KEY_ID: keys.AccessKeyId,
        TWINLOCK_ROOT_SECRET_ACCESS_KEY: keys.SecretAccessKey,
        TWINLOCK_ROOT_PASSWORD: 'Test-root-password-1',
      },
    )
    const server = await startServer({ config, log: pino({ level: 'silent' }), clock: { now: () => Date.now() } })
    try {
      const told = tellStory(silentStage(), { endpoint: server.endpoint, rootKeys: keys, clock, advance: () => {} })
      await expect(told).rejects.toThrow(
        'The tour stops, in "Two consecutive codes from the phone assign it": EnableMFADevice was refused: InvalidAuthenticationCode',
      )
    } finally {
      await server.close()
    }
  })
})

function silentStage(): Stage {
  return new Stage({
    terminal: { isTerminal: false, hasColors: false, columns: 80, rows: 24 },
    write: () => {},
    pause: 0,
  })
}

describe('the stage', () => {
  const scene = (send: () => Promise<object>) => ({
    service: 'sts' as const,
    command: new GetCallerIdentityCommand({}),
    send,
  })
  const denied = Object.assign(new Error('You may not.'), { name: 'AccessDeniedException', Code: 'AccessDenied' })

  it('stops at an answer where a refusal is told', async () => {
    await expect(
      silentStage().refuse(
        scene(async () => ({})),
        'AccessDenied',
        'You may not',
      ),
    ).rejects.toThrow('GetCallerIdentity was accepted, and had to be refused with AccessDenied')
  })

  it.each([
    ['Throttling', 'You may not'],
    ['AccessDenied', 'You must not'],
  ])('stops at another refusal than %s: %s', async (code, message) => {
    const refused = silentStage().refuse(
      scene(() => Promise.reject(denied)),
      code,
      message,
    )
    await expect(refused).rejects.toThrow('GetCallerIdentity was refused with AccessDeniedException: You may not.')
  })

  it('goes on after the refusal that is told, and stops at one where an answer is', async () => {
    await silentStage().refuse(
      scene(() => Promise.reject(denied)),
      'AccessDenied',
      'You may not',
    )
    await expect(silentStage().play(scene(() => Promise.reject(denied)))).rejects.toThrow(
      'GetCallerIdentity was refused',
    )
  })

  it('stops when nobody answers', async () => {
    const sts = new STSClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    const command = new GetCallerIdentityCommand({})
    const told = silentStage().play({ service: 'sts', command, send: (sent) => sts.send(sent) })
    await expect(told).rejects.toThrow('GetCallerIdentity was refused')
  })
})

describe('the QR code in the terminal', () => {
  const link = 'otpauth://totp/A:b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A'

  it('is black on white where there are colours, whatever the theme', () => {
    const lines = drawQrCode(link, { hasColors: true })
    const begin = '\x1b[38;5;16;48;5;231m'
    expect(lines.every((line) => line.startsWith(begin) && line.endsWith('\x1b[0m'))).toBe(true)
    const blocks = lines.map((line) => line.slice(begin.length, -'\x1b[0m'.length))
    expect(readQrCode(photograph(blocks, 0), 'terminal')).toBe(link)
    expect(blocks[0]).toMatch(/^ +$/)
    expect(blocks[1]).toMatch(/^ +$/)
    expect(blocks.every((line) => line.startsWith('    ') && line.endsWith('    '))).toBe(true)
  })

  it.skipIf(spawnSync('zbarimg', ['--version']).error)('is read by zbar', () => {
    const input = photograph(drawQrCode(link, { hasColors: false }), 255)
    const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '-'], { input, encoding: 'utf8' })
    expect(stdout.trim()).toBe(link)
  })
})
