import { describe, expect, it } from 'vitest'
import { drawEnrolment, type EnrolmentState, type Screen, typeKey } from '../../../src/cli/enroll/enrolment-view.ts'
import type { NewDevice } from '../../../src/cli/enroll/new-device.ts'
import { parseOtpauthUri } from '../../../src/mfa/otpauth.ts'
import { counterAt, hotp } from '../../../src/mfa/totp.ts'
import { otpauthUri, shortOtpauthUri } from '../../../src/mfa/virtual-device.ts'
import { readDrawnQrCode } from '../photograph.ts'

const now = Date.UTC(2026, 0, 15, 12, 1, 15)
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const blank: EnrolmentState = { first: '', second: '', problem: '', isSecretShown: false, pictureFile: undefined }
const plain: Screen = { hasColors: false, columns: 80, rows: 24, isUnicode: true }

function deviceOf(deviceName: string): NewDevice {
  const names = { deviceName, accountName: '123456789012', seed }
  const link = otpauthUri(names)
  const account = parseOtpauthUri(link)
  return { serialNumber: '', seed, links: [link, shortOtpauthUri(names)], account, picture: Buffer.of() }
}

const device = deviceOf('alice')
const code = (offset: number) => hotp(device.account.secret, counterAt(now) + offset)

function draw(screen: Partial<Screen> = {}, state: Partial<EnrolmentState> = {}, shown = device): string[] {
  const view = { userName: 'alice', device: shown, state: { ...blank, ...state }, now, screen: { ...plain, ...screen } }
  return drawEnrolment(view)
}

/** What is left after these keys: the codes, or the state in which more are waited for. */
function type(keys: string, state: EnrolmentState = blank) {
  let reached: ReturnType<typeof typeKey> = state
  for (const key of keys) {
    if (!('problem' in reached)) throw new Error('Keys after the end')
    reached = typeKey(reached, key === '<' ? 'backspace' : key, device, now)
  }
  return reached
}

describe('the screen', () => {
  it.each([
    [80, 24],
    [80, 23],
    [84, 24],
    [100, 30],
    [60, 45],
    [200, 60],
  ])('of %i columns and %i rows shows a QR code that can be scanned, and all of the words', (columns, rows) => {
    const lines = draw({ columns, rows }, { isSecretShown: true })
    expect(lines.length).toBeLessThanOrEqual(rows)
    for (const line of lines) expect(line.length).toBeLessThan(columns)
    expect(parseOtpauthUri(readDrawnQrCode(lines))).toMatchObject({
      secret: device.account.secret,
      name: 'alice@123456789012',
    })
    for (const words of ['MFA device for alice', 'First code   ___ ___', 'GEZD GNBV', 'p  picture', 'Ctrl-C  stop']) {
      expect(lines.join('\n')).toContain(words)
    }
  })

  it.each<[string, Partial<Screen>, string]>([
    ['too small', { columns: 70, rows: 24 }, 'This window is too small for the QR code.'],
    ['too low', { columns: 120, rows: 20 }, 'This window is too small for the QR code.'],
    ['without UTF-8', { isUnicode: false }, 'This terminal is not set to UTF-8'],
  ])('%s offers the picture and the secret instead', (_, screen, words) => {
    const lines = draw(screen)
    expect(lines.join(' ')).toContain(words)
    expect(lines.join(' ')).not.toContain('█')
    expect(lines.length).toBeLessThanOrEqual(screen.rows ?? 24)
  })

  it('has no room for the QR code of a long name in 24 rows', () => {
    expect(draw({}, {}, deviceOf('a'.repeat(30))).join('')).toContain('█')
    expect(draw({}, {}, deviceOf('a'.repeat(64))).join(' ')).toContain('too small')
  })

  it('never shows the secret by itself', () => {
    expect(draw().join('')).not.toContain('GEZD')
  })

  it('counts down, and says when the next code comes', () => {
    expect(draw({}, { first: code(0) }).join('\n')).toContain('The next code comes in 15 s.')
    expect(draw({}, { first: code(-1), second: '12' }).join('\n')).toContain('Now type the next code.')
    expect(draw({}, { first: code(-1), second: '12' }).join('\n')).toContain('Second code  12_ ___')
  })

  it('is the same in colours, black on white', () => {
    const lines = draw({ hasColors: true }, { problem: 'Wrong.' })
    expect(lines.join('')).toContain('\x1b[31mWrong.')
    expect(lines[0]?.startsWith('\x1b[38;5;16;48;5;231m')).toBe(true)
  })
})

describe('typing', () => {
  it('two codes that follow one another ends it, without Enter', () => {
    expect(type(code(-1) + code(0))).toEqual({ first: code(-1), second: code(0), minutesAhead: 0 })
  })

  it('takes spaces, line breaks and letters for nothing', () => {
    expect(type(`${code(-1).slice(0, 3)} ${code(-1).slice(3)}\r\nxyz${code(0)}`)).toMatchObject({ second: code(0) })
  })

  it('can be taken back, into the first code too', () => {
    expect(type('12<')).toMatchObject({ first: '1', second: '' })
    expect(type(`${code(-1)}12<`)).toMatchObject({ first: code(-1), second: '1' })
    expect(type(`${code(-1)}1<<`)).toMatchObject({ first: code(-1).slice(0, 5), second: '' })
    expect(type('<<')).toMatchObject({ first: '', second: '' })
  })

  it('keeps what is right of two codes that do not go together', () => {
    expect(type(code(0) + code(0))).toMatchObject({ first: code(0), second: '', problem: /same/ })
    expect(type(code(-2) + code(0))).toMatchObject({ first: code(0), second: '' })
    const skipped = type(code(-2) + code(0)) as EnrolmentState
    expect(type(code(1), skipped)).toMatchObject({ first: code(0), second: code(1) })
  })
})
