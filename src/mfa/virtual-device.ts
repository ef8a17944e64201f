/** What CreateVirtualMFADevice hands to an authenticator app: the seed as a link, and the link as a QR code. */
import encodeQR from 'qr'
import { encodePng } from './png.ts'

const issuer = encodeURIComponent('Amazon Web Services')

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const quietZone = 4
const minimumPixels = 300

export interface VirtualDevice {
  readonly deviceName: string
  /** The account's alias, else its id. */
  readonly accountName: string
  /** Base32 without padding. */
  readonly seed: string
}

/**
 * The link that authenticators import. No algorithm, digits or period: they are the defaults, and AWS omits them.
 * https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function otpauthUri({ deviceName, accountName, seed }: VirtualDevice): string {
  const label = `${encodeURIComponent(deviceName)}@${encodeURIComponent(accountName)}`
  return `otpauth://totp/${issuer}:${label}?secret=${seed}&issuer=${issuer}`
}

/** The same seed for a terminal of 80 columns and 24 rows, which has no room for the QR code of the whole link. */
export function shortOtpauthUri({ deviceName, accountName, seed }: VirtualDevice): string {
  return `otpauth://totp/AWS:${encodeURIComponent(deviceName)}@${encodeURIComponent(accountName)}?secret=${seed}`
}

/** A PNG, one bit per pixel, at least 300 pixels wide; every module is a whole number of pixels, so edges stay sharp. */
export function qrCodePng(text: string): Uint8Array {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: quietZone })
  const scale = Math.ceil(minimumPixels / modules.length)
  const width = modules.length * scale
  return encodePng(
    width,
    modules.flatMap((row) => new Array<Uint8Array>(scale).fill(packRow(row, scale))),
  )
}

/** Most significant bit first; in a grayscale PNG 1 is white, in a QR code `true` is dark. */
function packRow(row: readonly boolean[], scale: number): Uint8Array {
  const pixels = new Uint8Array(Math.ceil((row.length * scale) / 8))
  row.forEach((isDark, column) => {
    if (isDark) return
    for (let x = column * scale; x < (column + 1) * scale; x++) {
      const index = x >> 3
      pixels[index] = (pixels[index] ?? 0) | (0x80 >> (x & 7))
    }
  })
  return pixels
}
