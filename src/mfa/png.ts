/** Pictures in black and white as PNG: https://www.w3.org/TR/png-3/ */
import { crc32, deflateSync } from 'node:zlib'

const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** A window of many rows, and they repeat: to set zlib up for more takes as long as to compress. */
const compression = { windowBits: 12, memLevel: 5, level: 3 }

/** @param rows one bit for each pixel, the most significant first, 1 for white; each row fills its last byte */
export function encodePng(width: number, rows: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(rows.length, 4)
  // One bit per pixel. Grayscale, deflate, the one set of filters and no interlacing are all 0.
  header[8] = 1
  const data = deflateSync(joinRows(rows, 1 + Math.ceil(width / 8)), compression)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.of())])
}

/** Before each row stands the filter that it went through: 0 for none. */
function joinRows(rows: readonly Uint8Array[], rowLength: number): Buffer {
  const joined = Buffer.alloc(rows.length * rowLength)
  for (const [index, row] of rows.entries()) joined.set(row, index * rowLength + 1)
  return joined
}

/** Length, name, content, and the checksum of name and content. */
function chunk(name: string, content: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + content.length)
  bytes.writeUInt32BE(content.length, 0)
  bytes.write(name, 4, 'latin1')
  bytes.set(content, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), 8 + content.length)
  return bytes
}
