import { expect, it } from 'vitest'
import { cookieOf, setCookie } from '../../src/http/cookies.ts'

const request = (...cookies: string[]) => ({
  method: 'GET',
  path: '/',
  query: '',
  headers: cookies.map((value) => ['Cookie', value] as const),
  body: new Uint8Array(),
  remoteAddress: '127.0.0.1',
})

it('on HTTPS a cookie is sent over HTTPS only, and set by this very host only', () => {
  expect(setCookie('name', 'secret', 'https://iam.example.com')).toBe(
    '__Host-name=secret; Path=/; HttpOnly; Secure; SameSite=Lax',
  )
  expect(setCookie('name', 'secret', 'http://localhost:6320')).toBe('name=secret; Path=/; HttpOnly; SameSite=Lax')
  expect(setCookie('name', undefined, 'http://localhost:6320')).toBe('name=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
})

it('is found under its own name only', () => {
  const secure = 'https://iam.example.com'
  expect(cookieOf(request('a=1; __Host-name=right; name=tossed'), 'name', secure)).toBe('right')
  expect(cookieOf(request('name=tossed'), 'name', secure)).toBeUndefined()
  expect(cookieOf(request('a=1', 'name=second'), 'name', 'http://localhost')).toBe('second')
  expect(cookieOf(request(), 'name', 'http://localhost')).toBeUndefined()
})
