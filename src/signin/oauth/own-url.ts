/** Names by which a machine calls itself. */
const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a URL is of this server: of its public origin, or of another name of the same machine where that one is local.
 * What the request itself says of its host does not count: whoever sends it has chosen that.
 */
export function isOwnUrl(url: URL, publicUrl: string): boolean {
  const own = new URL(publicUrl)
  if (url.origin === own.origin) return true
  const isLocal = loopbackNames.has(url.hostname) && loopbackNames.has(own.hostname)
  return isLocal && url.protocol === own.protocol && url.port === own.port
}
