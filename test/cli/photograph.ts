/** Pictures of what a terminal shows. */
import { encode as encodePng } from 'fast-png'
import { readQrCode } from '../../src/cli/qr-code-file.ts'

/** Half blocks as pixels; `ink` is the brightness of what is drawn. */
export function photograph(lines: readonly string[], ink: 0 | 255): Uint8Array {
  const scale = 4
  const width = lines[0]?.length ?? 0
  const rows = lines.flatMap((line) => ['█▀', '█▄'].map((drawn) => Array.from(line, (block) => drawn.includes(block))))
  const data = new Uint8Array(width * scale * rows.length * scale)
  data.forEach((_, at) => {
    const isInk = rows[Math.floor(at / (width * scale * scale))]?.[Math.floor((at % (width * scale)) / scale)]
    data[at] = isInk ? ink : 255 - ink
  })
  return encodePng({ width: width * scale, height: rows.length * scale, channels: 1, data })
}

/** The text of the QR code that is drawn, without colours, somewhere at the left of these lines. */
export function readDrawnQrCode(lines: readonly string[]): string {
  const drawn = lines.map((line) => line.replace(/[^█▀▄]/g, ' '))
  const width = Math.max(...drawn.map((line) => line.trimEnd().length))
  return readQrCode(
    photograph(
      drawn.map((line) => line.slice(0, width).padEnd(width)),
      255,
    ),
    'terminal',
  )
}
