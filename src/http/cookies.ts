/** Cookies that only this server reads: no script sees them, no other site sends them but by leading a person here. */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { HttpRequest } from './message.ts'

/** The value of the cookie of that name; undefined when there is none. */
export function cookieOf(request: HttpRequest, name: string, publicUrl: string): string | undefined {
  const full = fullName(name, publicUrl)
  for (const [key, value] of request.headers) {
    const found = key.toLowerCase() === 'cookie' ? parseCookie(value)[full] : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** A Set-Cookie header; no value: the browser forgets the cookie. */
export function setCookie(name: string, value: string | undefined, publicUrl: string): string {
  return stringifySetCookie({
    name: fullName(name, publicUrl),
    value: value ?? '',
    ...(value === undefined && { maxAge: 0 }),
    path: '/',
    httpOnly: true,
    // Not `strict`: `aws login` leads a person here from a terminal, who may be signed in already.
    sameSite: 'lax',
    secure: isHttps(publicUrl),
  })
}

/** The prefix keeps other servers of the domain from setting it: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix */
function fullName(name: string, publicUrl: string): string {
  return isHttps(publicUrl) ? `__Host-${name}` : name
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https://')
}
