/** The text of the QR code in a PNG file. */
import { type DecodedPng, decode as decodePng } from 'fast-png'
import decodeQR from 'qr/decode.js'
import { CommandFailure } from './exit.ts'
import { readInputFile } from './input-file.ts'

/** White around the picture, in pixels: some crop the quiet zone away that the decoder looks for. */
const margin = 16

/** The decoder's own limit of some milliseconds is for the frames of a camera. */
const patience = { effort: 64, timeLimit: 5000 }

/** @throws CommandFailure that says what the file is instead */
export function readQrCodeFile(file: string): string {
  return readQrCode(readInputFile(file), file)
}

/** @param name how messages call the picture */
export function readQrCode(png: Uint8Array, name: string): string {
  if (!isPng(png)) throw new CommandFailure('failure', `${name} is not a PNG`)
  const { width, height, luma } = readPicture(png, name)
  try {
    return decodeQR({ width, height, data: luma }, { format: 'I420', ...patience })
  } catch (error) {
    throw new CommandFailure('failure', `There is no QR code in ${name}, or it cannot be read`, { cause: error })
  }
}

/** https://www.w3.org/TR/png-3/#5PNG-file-signature */
function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n'
}

function readPicture(png: Uint8Array, name: string) {
  try {
    return toLuma(decodePng(png))
  } catch (error) {
    throw new CommandFailure('failure', `${name} is a damaged PNG: ${(error as Error).message}`, { cause: error })
  }
}

/** Every colour type and depth of PNG as a brightness from 0 to 255, over white where it is transparent. */
function toLuma(picture: DecodedPng): { width: number; height: number; luma: Uint8Array } {
  const width = picture.width + 2 * margin
  const height = picture.height + 2 * margin
  const luma = new Uint8Array(width * height).fill(255)
  const brightnessAt = brightnessOf(picture)
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) luma[(y + margin) * width + x + margin] = brightnessAt(x, y)
  }
  return { width, height, luma }
}

function brightnessOf({ width, data, depth, channels, palette, transparency }: DecodedPng) {
  const samplesPerRow = width * channels
  const bytesPerRow = Math.ceil((samplesPerRow * depth) / 8)
  const most = 2 ** depth - 1
  const sample = (row: number, index: number): number => {
    if (depth >= 8) return data[row * samplesPerRow + index] ?? 0
    // Several samples share a byte, the first in its highest bits.
    const bit = index * depth
    return ((data[row * bytesPerRow + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most
  }
  return (x: number, y: number): number => {
    const samples = Array.from({ length: channels }, (_, channel) => sample(y, x * channels + channel))
    if (palette) return overWhite(palette[samples[0] ?? 0] ?? [], 255)
    const isTransparent = transparency !== undefined && samples.every((value, index) => value === transparency[index])
    return isTransparent ? 255 : overWhite(samples, most)
  }
}

/** One or three colours, and perhaps an opacity after them. */
function overWhite(samples: readonly number[], most: number): number {
  const [first = 0, second = 0, third = 0, fourth = most] = samples
  const [brightness, opacity] =
    samples.length < 3 ? [first, samples[1] ?? most] : [(first + second + third) / 3, fourth]
  return Math.round(255 * (1 - (opacity / most) * (1 - brightness / most)))
}
