import { headerOf } from '../http/json.ts'
import type { HttpRequest } from '../http/message.ts'

/** Somebody opens the server's address in a browser: AWS's clients send an Action, and do not ask for HTML. */
export function isBrowserVisit(request: HttpRequest): boolean {
  const { method, path, query } = request
  if (path !== '/' || (method !== 'GET' && method !== 'HEAD') || /(^|&)Action=/.test(query)) return false
  return headerOf(request, 'accept')?.toLowerCase().includes('text/html') ?? false
}
