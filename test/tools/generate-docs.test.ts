import { describe, expect, it } from 'vitest'
import { findOutdatedPages, generatePages } from '../../tools/generate-docs.ts'

const pages = generatePages()

describe('the generated pages', () => {
  it('are outdated when one character differs, or when they are missing', () => {
    expect(findOutdatedPages(pages, (path) => pages.get(path))).toEqual([])
    const changed = (path: string) => (path === 'docs/errors.md' ? `${pages.get(path)} ` : pages.get(path))
    expect(findOutdatedPages(pages, changed)).toEqual(['docs/errors.md'])
    expect(findOutdatedPages(pages, () => undefined)).toHaveLength(4)
  })

  it('hold what the code declares', () => {
    expect(pages.get('docs/configuration.md')).toContain('| `--port <number>` | `TWINLOCK_PORT` | 6320 |')
    expect(pages.get('docs/errors.md')).toContain('| `InvalidAuthenticationCode` | 403 | Sender |')
    expect(pages.get('docs/errors.md')).toContain('| `InternalFailure` | 500 | Receiver |')
    expect(pages.get('docs/compatibility.md')).toMatch(/\| EnableMFADevice \| (yes|no) \|/)
  })
})
