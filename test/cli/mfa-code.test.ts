import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode as encodePng } from 'fast-png'
import encodeQR from 'qr'
import { describe, expect, it } from 'vitest'
import { drawCode } from '../../src/cli/code-screen.ts'
import { mfaCode } from '../../src/cli/mfa-code.ts'
import { readQrCode } from '../../src/cli/qr-code-file.ts'
import { parseOtpauthUri, parseSecret } from '../../src/mfa/otpauth.ts'
import { counterAt, hotp } from '../../src/mfa/totp.ts'
import { otpauthUri, qrCodePng } from '../../src/mfa/virtual-device.ts'
import { ctrlC, hasPseudoTerminal, openPseudoTerminal } from './pseudo-terminal.ts'
import { executable, run, temporaryDirectory } from './twinlock-process.ts'

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const link = otpauthUri({ deviceName: 'phone', accountName: '123456789012', seed })

/** The codes that were right at some moment since `before`, a line each. */
function codesSince(before: number): string[] {
  const counters = Array.from(
    { length: counterAt(Date.now()) - counterAt(before) + 1 },
    (_, i) => counterAt(before) + i,
  )
  return counters.map((counter) => `${hotp(parseSecret(seed).secret, counter)}\n`)
}

describe('twinlock mfa code', () => {
  it('prints the code of a picture alone, for scripts', async () => {
    const cwd = temporaryDirectory()
    writeFileSync(join(cwd, 'QRCode.png'), qrCodePng(link))
    const before = Date.now()
    const { code, stdout, stderr } = await run(['mfa', 'code', '--qr', 'QRCode.png'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(codesSince(before)).toContain(stdout)
  })

  it.each([
    ['the base32 text', seed],
    ['base32 as people copy it', ` ${seed.toLowerCase().replace(/(.{4})/g, '$1 ')}\n`],
    ['an otpauth link', `${link}\n`],
  ])('reads %s from stdin, from a file and as an argument', async (_, text) => {
    const cwd = temporaryDirectory()
    writeFileSync(join(cwd, 'secret'), text)
    const before = Date.now()
    const outcomes = await Promise.all([
      run(['mfa', 'code', '--secret-file', '-'], { stdin: text }),
      run(['mfa', 'code', '--secret-file', 'secret'], { cwd }),
      run(['mfa', 'code', '--secret', text]),
    ])
    for (const { code, stdout, stderr } of outcomes) {
      expect([code, stderr]).toEqual([0, ''])
      expect(codesSince(before)).toContain(stdout)
    }
  })

  it.skipIf(spawnSync('oathtool', ['--version']).error)('agrees with oathtool', async () => {
    const theirs = () => execFileSync('oathtool', ['--totp', '--base32', seed], { encoding: 'utf8' })
    const before = theirs()
    const { stdout } = await run(['mfa', 'code', '--secret-file', '-'], { stdin: seed })
    expect([before, theirs()]).toContain(stdout)
  })

  const notForUs = (text: string) => qrCodePng(text)
  it.each([
    ['nothing', undefined, 'There is no file /'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'picture.png is not a PNG'],
    ['an empty file', Buffer.alloc(0), 'picture.png is not a PNG'],
    ['half a PNG', qrCodePng(link).subarray(0, 300), 'picture.png is a damaged PNG: '],
    ['a PNG without a QR code', whitePng(), 'There is no QR code in '],
    [
      'a web address',
      notForUs('https://example.com'),
      'picture.png is not for an authenticator: it is not an otpauth link',
    ],
    [
      'a counted code',
      notForUs(`otpauth://hotp/x?secret=${seed}&counter=0`),
      'only those by the clock (totp) are known',
    ],
  ])('refuses %s', async (_, content, problem) => {
    const file = join(temporaryDirectory(), 'picture.png')
    if (content) writeFileSync(file, content)
    const refused = mfaCode({ qr: file })
    await expect(refused).rejects.toThrow(problem)
    await expect(refused).rejects.toMatchObject({ exitCode: 255 })
  })

  it('refuses a secret that is not base32 without repeating it', async () => {
    const { code, stderr } = await run(['mfa', 'code', '--secret-file', '-'], { stdin: 'not-a-secret-0189' })
    expect(code).toBe(255)
    expect(stderr).toBe(
      'twinlock: There is no code for this secret: the secret is not base32: letters and the digits 2 to 7\n',
    )
  })

  it.each([
    [{}, 'Say where the secret is'],
    [{ secret: seed, qr: 'x.png' }, 'Say where the secret is'],
    [{ secret: seed, secretFile: '-' }, 'Say where the secret is'],
  ])('refuses the options %j', async (options, problem) => {
    await expect(mfaCode(options)).rejects.toThrow(problem)
    await expect(mfaCode(options)).rejects.toMatchObject({ exitCode: 252 })
  })

  it('refuses to watch where there is no terminal', async () => {
    const { code, stdout, stderr } = await run(['mfa', 'code', '--secret', seed, '--watch'])
    expect([code, stdout]).toEqual([252, ''])
    expect(stderr).toBe('twinlock: --watch draws on a terminal, and the output is none: leave it out\n')
  })
})

function whitePng(): Uint8Array {
  return encodePng({ width: 100, height: 100, channels: 1, data: new Uint8Array(10_000).fill(255) })
}

describe.runIf(hasPseudoTerminal)('on a terminal', () => {
  it('counts down until Ctrl-C, and gives the cursor back', async () => {
    const command = `exec '${process.execPath}' '${executable}' mfa code --watch --secret ${seed}`
    const terminal = openPseudoTerminal(command, { TERM: 'xterm-256color' })
    // The second drawing goes back to the first line.
    await terminal.shows('\x1b[3A\r\x1b[J')
    terminal.press(ctrlC)
    expect(await terminal.exited).toBe(0)
    const shown = terminal.screen()
    expect(shown.startsWith('\x1b[?25l')).toBe(true)
    expect(shown).toContain('━')
    expect(shown.endsWith('\x1b[?25h')).toBe(true)
  })
})

describe('the picture', () => {
  const modules = encodeQR(link, 'raw', { border: 2 })
  const scale = 3
  const width = modules.length * scale
  const isDark = (at: number) => modules[Math.floor(at / width / scale)]?.[Math.floor((at % width) / scale)] === true

  /** @returns a picture whose pixels are these samples */
  function draw(dark: readonly number[], light: readonly number[], depth: 8 | 16 = 8): Uint8Array {
    const samples = Array.from({ length: width * width }, (_, at) => (isDark(at) ? dark : light)).flat()
    const data = depth === 16 ? new Uint16Array(samples) : new Uint8Array(samples)
    return encodePng({ width, height: width, depth, channels: dark.length, data })
  }

  function drawPacked(depth: 1 | 2 | 4, dark: number, light: number, palette?: number[][]): Uint8Array {
    const bytesPerRow = Math.ceil((width * depth) / 8)
    const data = new Uint8Array(bytesPerRow * width)
    for (let at = 0; at < width * width; at++) {
      const bit = (at % width) * depth
      const index = Math.floor(at / width) * bytesPerRow + (bit >> 3)
      data[index] = (data[index] ?? 0) | ((isDark(at) ? dark : light) << (8 - depth - (bit & 7)))
    }
    return encodePng({ width, height: width, depth, channels: 1, data, ...(palette && { palette }) })
  }

  const palette = [
    [255, 255, 255],
    [200, 220, 255],
    [40, 0, 60],
  ]
  it.each([
    ['gray, 1 bit', () => drawPacked(1, 0, 1)],
    ['gray, 2 bits', () => drawPacked(2, 1, 3)],
    ['gray, 4 bits', () => drawPacked(4, 2, 14)],
    ['gray, 8 bits', () => draw([30], [220])],
    ['gray, 16 bits', () => draw([0x00ff], [0xff00], 16)],
    ['gray and alpha', () => draw([0, 255], [255, 255])],
    ['black on nothing', () => draw([0, 255], [0, 0])],
    ['RGB', () => draw([120, 0, 40], [255, 250, 200])],
    ['RGB, 16 bits', () => draw([0, 0, 0x8000], [0xffff, 0xf000, 0xffff], 16)],
    ['RGBA', () => draw([0, 0, 0, 255], [255, 255, 255, 255])],
    ['RGBA, black on nothing', () => draw([0, 0, 0, 255], [0, 0, 0, 0])],
    ['a palette of 2 bits', () => drawPacked(2, 2, 1, palette)],
    [
      'a palette with nothing in it',
      () =>
        drawPacked(1, 1, 0, [
          [0, 0, 0, 0],
          [0, 0, 0, 255],
        ]),
    ],
    ['light on dark', () => draw([255], [0])],
  ])('can be %s', (_, picture) => {
    expect(readQrCode(picture(), 'x.png')).toBe(link)
  })

  it('can be cropped to the code, and of one pixel for a module', () => {
    const cropped = modules.slice(2, -2).map((row) => row.slice(2, -2))
    const data = new Uint8Array(cropped.flat().map((dark) => (dark ? 0 : 255)))
    expect(readQrCode(encodePng({ width: cropped.length, height: cropped.length, channels: 1, data }), 'x.png')).toBe(
      link,
    )
  })
})

describe('the screen', () => {
  const account = parseOtpauthUri(link)
  const plain = { isTerminal: true, hasColors: false, columns: 80, rows: 24 }
  const at = (second: number, terminal = plain, showsNext = true) =>
    drawCode(account, second * 1000, { terminal, showsNext })
  const codes = [0, 1].map((counter) => hotp(account.secret, counter))

  it('shows whose code it is, the code, and how long it lasts', () => {
    expect(at(0)).toEqual([
      'Amazon Web Services',
      'phone@123456789012',
      '',
      `  ${codes[0]}  ━━━━━━━━━━━━━━━━━━━━━━━━ 30 s`,
      '',
    ])
    expect(at(15)[3]).toBe(`  ${codes[0]}  ━━━━━━━━━━━━──────────── 15 s`)
    expect(at(29)[3]).toBe(`  ${codes[0]}  ━─────────────────────── 1 s`.replace(' 1 s', '  1 s'))
  })

  it('shows the next code in the last ten seconds', () => {
    expect(at(19.9)[4]).toBe('')
    expect(at(20)[4]).toBe(`  ${codes[1]}  comes next`)
    expect(at(30)[3]).toContain(codes[1])
    expect(at(25, plain, false)).toHaveLength(4)
  })

  it.each([20, 40, 80])('fits %i columns, however long the names are', (columns) => {
    const long = { ...account, issuer: '会社'.repeat(60), name: 'x'.repeat(200) }
    const [issuer = '', name = '', ...others] = drawCode(long, 21_000, {
      terminal: { ...plain, columns },
      showsNext: true,
    })
    expect([...issuer].length * 2).toBeLessThanOrEqual(columns + 1)
    expect(name).toMatch(/^x+…$/)
    expect(name.length).toBeLessThan(columns)
    for (const line of others) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 20))
  })

  it('sends the terminal nothing but its own colours', () => {
    const foreign = { ...account, issuer: 'A\x1b[2JB\x07\u202eC\r\n' }
    expect(drawCode(foreign, 0, { terminal: plain, showsNext: false })[0]).toBe('A[2JBC')
    const colored = at(27, { ...plain, hasColors: true }).join('')
    expect(colored).toContain('\x1b[31m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(at(27).join(''))
  })
})
