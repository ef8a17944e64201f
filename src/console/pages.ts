/**
 * The pages that a browser shows, as they were built: the console and the sign-in. Their sources are in `app/`; they ask
 * the server by the requests of `server/console-routes.ts` and `signin/routes.ts`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, normalize, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { headerOf } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'

export type PageName = 'console' | 'signin'

/** Beside the compiled server, or, in a checkout, where the build puts them. */
const directory = join(import.meta.dirname, '..', '..', 'dist', 'pages')
const assetsPath = '/console/assets/'

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  woff: 'font/woff',
  woff2: 'font/woff2',
}

/** Nothing comes from elsewhere, nothing is inline, and nobody frames the page to have a person click on it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** The page itself, or the way to the name under which cookies and passkeys are good. */
export function servePage(name: PageName, request: HttpRequest, publicUrl: string): HttpResponse {
  if (headerOf(request, 'host')?.toLowerCase() !== new URL(publicUrl).host)
    return redirectToPublicUrl(request, publicUrl)
  const page = respondWith(`${name}.html`, request)
  if (!page) return notBuilt
  return {
    ...page,
    headers: { ...page.headers, 'Cache-Control': 'no-cache', 'Content-Security-Policy': contentSecurityPolicy },
  }
}

function redirectToPublicUrl({ path, query }: HttpRequest, publicUrl: string): HttpResponse {
  const Location = `${publicUrl}${path}${query && `?${query}`}`
  return { status: 307, headers: { Location, 'Cache-Control': 'no-store' }, body: '' }
}

export function redirectTo(location: string): HttpResponse {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' }
}

/** Undefined: not the path of a page or of what belongs to it. */
export function routePages(request: HttpRequest, publicUrl: string): HttpResponse | undefined {
  const { method, path } = request
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (path.startsWith(assetsPath)) return serveAsset(request)
  if (path === '/signin') return servePage('signin', request, publicUrl)
  const isConsole = path === '/console' || path.startsWith('/console/')
  // The pages' own addresses have no dot: what has one is a file that is not there.
  if (isConsole && !path.slice(path.lastIndexOf('/')).includes('.')) return servePage('console', request, publicUrl)
  return undefined
}

/** The name says what is in it, so it never changes. */
function serveAsset(request: HttpRequest): HttpResponse | undefined {
  const name = request.path.slice(assetsPath.length)
  if (!/^\w[\w.-]*$/.test(name)) return undefined
  const asset = respondWith(join('assets', name), request)
  return asset && { ...asset, headers: { ...asset.headers, 'Cache-Control': 'public, max-age=31536000, immutable' } }
}

interface File {
  readonly plain: Buffer
  readonly gzip: Buffer
  readonly brotli: Buffer
}

/** Read and compressed when they are first asked for; they are few, and do not change while the server runs. */
const files = new Map<string, File>()

function respondWith(name: string, request: HttpRequest): HttpResponse | undefined {
  const file = files.get(name) ?? readPageFile(name)
  if (!file) return undefined
  files.set(name, file)
  const extension = name.slice(name.lastIndexOf('.') + 1)
  const accepted = headerOf(request, 'accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
  const body = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain
  const headers = {
    ...commonHeaders,
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  }
  return { status: 200, headers, body }
}

function readPageFile(name: string): File | undefined {
  const path = normalize(join(directory, name))
  if (!path.startsWith(directory + sep) || !existsSync(path)) return undefined
  const plain = readFileSync(path)
  return {
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  }
}

const notBuilt: HttpResponse = {
  status: 503,
  headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'The pages of this server were not built. Run: npm run build\n',
}
