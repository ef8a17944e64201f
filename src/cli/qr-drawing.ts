/** A QR code made of half blocks: each character of the terminal is two modules, one above the other. */
import encodeQR from 'qr'
import type { Terminal } from './terminal.ts'

/** The quiet zone that ISO/IEC 18004 asks for, in modules. Phones read a code with half of it as well. */
const quietZone = 4

/** Black on white of the 256 colours, which no theme changes. */
const blackOnWhite = '\x1b[38;5;16;48;5;231m'
const reset = '\x1b[0m'

/**
 * As many lines as the code needs. With colours dark modules are drawn black on white. Without, the light ones are drawn,
 * as on a dark background; on a light one the code is inverted, which most apps read as well.
 */
export function drawQrCode(text: string, { hasColors }: Pick<Terminal, 'hasColors'>, border = quietZone): string[] {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border })
  const lines: string[] = []
  for (let row = 0; row < modules.length; row += 2) {
    const upper = modules[row] ?? []
    const lower = modules[row + 1] ?? []
    const line = upper.map((isDark, column) => halfBlock(isDark === hasColors, (lower[column] ?? false) === hasColors))
    lines.push(hasColors ? `${blackOnWhite}${line.join('')}${reset}` : line.join(''))
  }
  return lines
}

function halfBlock(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀'
  return lower ? '▄' : ' '
}
