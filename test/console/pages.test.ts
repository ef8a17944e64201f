import { request } from 'node:http'
import { expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { describeTwinlock, type TestServer } from '../twinlock.ts'

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** `fetch` neither lets anybody choose the host or a path as it is, nor shows what was compressed. */
function get({ endpoint }: TestServer, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(endpoint, { path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    asked.on('error', reject).end()
  })
}

describeTwinlock(
  'A page',
  (server) => {
    it.each(['/signin', '/signin?continue=/console/users', '/console', '/console/users', '/console/users/alice'])(
      'is at %s, and loads nothing from elsewhere',
      async (path) => {
        const { status, headers, body } = await get(server, path)
        expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
        const policy = String(headers['content-security-policy'])
        expect(policy).toContain("default-src 'none'")
        expect(policy).not.toContain('unsafe')
        expect(policy).toContain("frame-ancestors 'none'")
        expect(headers['x-content-type-options']).toBe('nosniff')
        const html = body.toString()
        expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i)
        const loaded = Array.from(html.matchAll(/\b(?:src|href)="([^"]+)"/g), ([, url]) => url ?? '')
        expect(loaded.length).toBeGreaterThan(0)
        for (const url of loaded) {
          const asset = await get(server, url, { 'Accept-Encoding': 'gzip, deflate, br' })
          expect([url, asset.status, asset.headers['content-encoding']]).toEqual([url, 200, 'br'])
          expect(asset.headers['cache-control']).toContain('immutable')
        }
      },
    )

    it.each([
      '/console/assets/none.js',
      '/console/assets/..%2f..%2fpackage.json',
      // The directory itself.
      '/console/assets/.',
      '/console/assets/..',
      '/console/none.js',
      '/signin/none',
    ])('is not at %s', async (path) => {
      const { status, body } = await get(server, path)
      expect(status).toBe(404)
      expect(body.toString()).not.toContain('"dependencies"')
    })

    it('is shown under the public name only, to which passkeys and cookies belong', async () => {
      const { port } = new URL(server.endpoint)
      for (const path of ['/signin?continue=/console/users', '/console/users']) {
        const { status, headers } = await get(server, path, { Host: `127.0.0.1:${port}` })
        expect([status, headers['location']]).toEqual([307, server.endpoint + path])
      }
    })
  },
  { kinds: [sqliteInMemory] },
)
