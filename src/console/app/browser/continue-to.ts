/**
 * Where a person goes on to after the sign-in. Only our own pages: an address that a stranger chose would make the sign-in
 * page a way to send people elsewhere. https://cwe.mitre.org/data/definitions/601.html
 */
export function continueTo(search: string): string {
  const wanted = new URLSearchParams(search).get('continue') ?? ''
  const start = '/console'
  // Browsers take a backslash for a slash, and skip tabs and line breaks.
  if (!wanted.startsWith('/') || wanted.startsWith('//') || /[\\\p{Cc}]/u.test(wanted)) return start
  const { origin, pathname, search: query, hash } = new URL(wanted, location.origin)
  const isOurs = pathname === '/console' || pathname.startsWith('/console/') || pathname === '/v1/authorize'
  return origin === location.origin && isOurs ? pathname + query + hash : start
}

/** The sign-in page, that leads back to where the person is now. */
export function signInAddress(): string {
  return `/signin?continue=${encodeURIComponent(location.pathname + location.search)}`
}
