import { readFileSync } from 'node:fs'
import { readQrCode } from '../../../src/cli/qr-code-file.ts'

/** The page of a person, and the text of its QR code. */
export function readPage(path: string): { readonly html: string; readonly link: string } {
  const html = readFileSync(path, 'utf8')
  const [, picture = ''] = /src="data:image\/png;base64,([\w+/=]+)"/.exec(html) ?? []
  return { html, link: readQrCode(Buffer.from(picture, 'base64'), path) }
}
