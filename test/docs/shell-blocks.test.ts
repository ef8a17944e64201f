/** The shell blocks of the README and of docs, page by page, typed as they stand there. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { shellBlocksOf } from './page-blocks.ts'
import { runPage } from './run-page.ts'

const root = join(import.meta.dirname, '../..')
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root, exclude: ['docs/decisions/**'] })].sort()
const hasCurl = spawnSync('curl', ['--version']).error === undefined

const before: Readonly<Record<string, string>> = {
  'docs/aws-login.md': 'aws iam create-user --user-name alice',
  'docs/sessions.md': `aws iam create-user --user-name dev
    aws iam attach-user-policy --user-name dev --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess
    device=$(aws iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile QRCode.png \
      --bootstrap-method QRCodePNG --query VirtualMFADevice.SerialNumber --output text)
    aws iam enable-mfa-device --user-name dev --serial-number "$device" \
      --authentication-code1 "$(phone)" --authentication-code2 "$(sleep 30; phone)"
    key=$(aws iam create-access-key --user-name dev --query AccessKey.[AccessKeyId,SecretAccessKey] --output text)
    mkdir .aws
    printf '[profile dev]\naws_access_key_id = %s\naws_secret_access_key = %s\nmfa_serial = %s\n' $key "$device" >.aws/config`,
}

describe('the shell blocks run, and print what the page says:', () => {
  for (const name of pages) {
    const text = readFileSync(join(root, name), 'utf8')
    const all = shellBlocksOf(name, text).map((block) =>
      !hasCurl && block.lines.some((line) => line.startsWith('curl '))
        ? { ...block, skipped: 'curl is not installed' }
        : block,
    )
    for (const { line, skipped } of all) if (skipped !== undefined) console.log(`not run: ${name}:${line}: ${skipped}`)
    const blocks = all.filter(({ skipped }) => skipped === undefined)
    if (blocks.length > 0) {
      it(name, { timeout: 300_000 }, () => runPage({ name, text, blocks, before: before[name] }))
    }
  }
})
