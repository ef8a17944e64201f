import { decode as decodePng } from 'fast-png'
import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { newSeed } from '../../src/mfa/seed.ts'
import { otpauthUri, qrCodePng } from '../../src/mfa/virtual-device.ts'

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('otpauthUri', () => {
  it('has the form that authenticators read from AWS', () => {
    expect(otpauthUri({ deviceName: 'phone', accountName: '123456789012', seed })).toBe(
      `otpauth://totp/Amazon%20Web%20Services:phone@123456789012?secret=${seed}&issuer=Amazon%20Web%20Services`,
    )
  })

  it('keeps every character that a device name may have', () => {
    const uri = new URL(otpauthUri({ deviceName: 'a+b=c,d.e@f-g_h', accountName: 'acme', seed }))
    expect(decodeURIComponent(uri.pathname)).toBe('/Amazon Web Services:a+b=c,d.e@f-g_h@acme')
    expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: seed, issuer: 'Amazon Web Services' })
  })

  it('lets no name add a parameter', () => {
    const uri = new URL(otpauthUri({ deviceName: 'x?secret=AAAA&issuer=B#', accountName: 'y?z&secret=C', seed }))
    expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: seed, issuer: 'Amazon Web Services' })
  })
})

describe('qrCodePng', () => {
  const names = ['p', 'phone', 'x'.repeat(220)]

  it.each(names)('can be read again, for a device named %s', (deviceName) => {
    const uri = otpauthUri({ deviceName, accountName: '123456789012', seed: newSeed() })
    expect(readQR(qrCodePng(uri))).toBe(uri)
  })

  it('is black on white with a quiet zone of four modules, at least 300 pixels wide', () => {
    const { width, height, isDark } = readPng(qrCodePng(otpauthUri({ deviceName: 'phone', accountName: '1', seed })))
    expect(width).toBe(height)
    expect(width).toBeGreaterThanOrEqual(300)
    const diagonal = Array.from({ length: width }, (_, at) => isDark(at, at))
    const quiet = diagonal.indexOf(true)
    // Behind the quiet zone comes the finder pattern, whose first ring is one module wide: its width is the scale.
    const scale = diagonal.indexOf(false, quiet) - quiet
    expect(quiet).toBe(4 * scale)
    expect(width % scale).toBe(0)
    for (let at = 0; at < width; at++) {
      for (let depth = 0; depth < quiet; depth++) {
        const ring = [
          isDark(at, depth),
          isDark(depth, at),
          isDark(at, width - 1 - depth),
          isDark(width - 1 - depth, at),
        ]
        if (ring.includes(true)) expect.fail(`dark pixel in the quiet zone, at ${at}, ${depth}`)
      }
    }
  })
})

function readPng(png: Uint8Array) {
  const { width, height, depth, data } = decodePng(png)
  expect(depth).toBe(1)
  const bytesPerRow = Math.ceil(width / 8)
  const isDark = (x: number, y: number) => (((data[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0
  return { width, height, isDark }
}

function readQR(png: Uint8Array): string {
  const { width, height, isDark } = readPng(png)
  const data = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    const value = isDark(at % width, Math.floor(at / width)) ? 0 : 255
    data.set([value, value, value, 255], at * 4)
  }
  return decodeQR({ width, height, data })
}
