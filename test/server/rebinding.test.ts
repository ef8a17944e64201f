import { request } from 'node:http'
import { expect, it } from 'vitest'
import { serve } from '../cli/twinlock-process.ts'

/** `fetch` does not let anybody choose the Host header. */
function statusFor(endpoint: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${endpoint}/_twinlock/clock`, { headers: { Host: host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject).end()
  })
}

it('test mode answers under local names only, so that no web page reaches it by its own', async () => {
  const server = await serve(['--test-mode'])
  for (const host of ['evil.example', 'evil.example:6320', 'localhost.evil.example', '127.0.0.1.evil.example']) {
    expect(await statusFor(server.endpoint, host), host).toBe(403)
  }
  for (const host of ['localhost:6320', '127.0.0.1', '[::1]:6320', 'twinlock:6320', 'host.docker.internal:6320']) {
    expect(await statusFor(server.endpoint, host), host).toBe(200)
  }
})
