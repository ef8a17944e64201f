import { headerOf } from './json.ts'
import type { HttpRequest } from './message.ts'

/**
 * Whether one of our own pages sends the request. Every browser names the origin with a POST, so whoever names none is no
 * browser, and has nobody's cookies. https://fetch.spec.whatwg.org/#origin-header
 */
export function isOwnOrigin(request: HttpRequest, publicUrl: string): boolean {
  const origin = headerOf(request, 'origin')
  return origin === undefined || origin === publicUrl
}
