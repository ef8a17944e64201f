/** Imports go one way only, and some things may be done in one file only. The architecture is this table. */
import { posix } from 'node:path'
import { readSources, report } from './source-files.ts'

/** What the files of a folder of `src` (or a file beside the folders) may import besides their own folder. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  cli: ['clock', 'config', 'edit-distance', 'lint', 'log', 'main', 'mfa', 'seed', 'sigv4', 'version', 'wire'],
  testing: ['audit', 'clock', 'config', 'main', 'mfa', 'seed', 'server'],
  main: ['audit', 'clock', 'config', 'secrets', 'seed', 'server', 'storage', 'version'],
  seed: [
    'authorization',
    'call',
    'clock',
    'edit-distance',
    'iam',
    'identity',
    'mfa',
    'secrets',
    'setting-values',
    'storage',
    'wire',
  ],
  server: [
    'audit',
    'authorization',
    'call',
    'clock',
    'config',
    'console',
    'http',
    'iam',
    'identity',
    'mfa',
    'policy',
    'secrets',
    'setting-values',
    'signin',
    'sigv4',
    'storage',
    'sts',
    'verification',
    'version',
    'wire',
  ],
  iam: ['authorization', 'call', 'identity', 'mfa', 'policy', 'secrets', 'storage', 'verification', 'wire'],
  sts: ['authorization', 'call', 'identity', 'mfa', 'policy', 'secrets', 'storage', 'verification', 'wire'],
  signin: [
    'audit',
    'authorization',
    'call',
    'clock',
    'http',
    'identity',
    'policy',
    'secrets',
    'storage',
    'verification',
    'wire',
  ],
  audit: ['clock', 'http', 'identity', 'storage', 'wire'],
  call: ['authorization', 'secrets', 'storage'],
  authorization: ['http', 'identity', 'policy', 'storage', 'wire'],
  verification: ['authorization', 'call', 'identity', 'mfa', 'secrets', 'storage', 'wire'],
  console: ['http'],
  // What runs in the browser: nothing that needs Node.
  'console/app': ['policy'],
  storage: ['identity'],
  secrets: ['identity'],
  mfa: ['identity'],
  lint: ['edit-distance', 'policy'],
  policy: ['identity'],
  sigv4: ['wire'],
  wire: [],
  http: [],
  identity: [],
  log: ['config'],
  config: ['edit-distance', 'setting-values'],
  'setting-values': [],
  'edit-distance': [],
  clock: [],
  version: [],
}

/** What only these places may contain. */
const reserved: readonly { readonly what: string; readonly pattern: RegExp; readonly places: readonly string[] }[] = [
  { what: 'the environment', pattern: /\bprocess\.env\b/, places: ['src/config.ts'] },
  {
    what: "the system's time",
    pattern: /\bDate\.now\b|\bnew Date\(\)/,
    places: ['src/clock.ts', 'src/console/app/browser/server-time.ts'],
  },
  { what: 'the schemas of the SDK', pattern: /from '@smithy\/core(?!\/config)/, places: ['src/wire/model.ts'] },
  { what: "the user's AWS configuration", pattern: /from '@smithy\/core\/config/, places: ['src/cli/aws/profile.ts'] },
  { what: 'SQL', pattern: /from '(kysely|pg|node:sqlite)'/, places: ['src/storage/', 'src/cli/session/turn.ts'] },
]

/** Every import that goes the wrong way, every cycle, and whatever stands where it must not. */
export function findLayerProblems(sources: ReadonlyMap<string, string>): string[] {
  const imports = new Map(Array.from(sources, ([file, text]) => [file, importsOf(file, text)]))
  return [
    ...Array.from(imports, ([file, targets]) => targets.flatMap((target) => judgeImport(file, target, sources))).flat(),
    ...findCycles(imports).map((cycle) => `Import cycle: ${cycle.join(' -> ')}`),
    ...Array.from(sources, ([file, text]) => judgeContent(file, text)).flat(),
  ]
}

const importPattern =
  /^(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?(?:[\w$]+|\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)\s+from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

function importsOf(file: string, text: string): string[] {
  const specifiers = Array.from(text.matchAll(importPattern), (match) => match[1] ?? match[2] ?? match[3] ?? '')
  return specifiers
    .filter((specifier) => !/\.(css|svg)$/.test(specifier))
    .map((specifier) => posix.join(posix.dirname(file), specifier))
}

function judgeImport(file: string, target: string, sources: ReadonlyMap<string, string>): string[] {
  if (!sources.has(target)) return [`${file} imports ${target}, which does not exist`]
  const from = layerOf(file)
  const to = layerOf(target)
  const allowed = mayImport[from]
  if (!allowed) return [`${file} imports ${target}, but tools/check-layers.ts does not say what ${from} may import`]
  return from === to || allowed.includes(to) ? [] : [`${file} imports ${target}, but ${from} must not import ${to}`]
}

/** `iam` for src/iam/users.ts, `main` for src/main.ts. */
function layerOf(file: string): string {
  if (file.startsWith('src/console/app/')) return 'console/app'
  return file.split('/')[1]?.replace(/\.tsx?$/, '') ?? file
}

function judgeContent(file: string, text: string): string[] {
  return reserved
    .filter(({ pattern, places }) => pattern.test(text) && !places.some((place) => file.startsWith(place)))
    .map(({ what, places }) => `${file} uses ${what}, which only ${places.join(' and ')} may`)
}

/** One cycle for every import that closes one, as a depth-first search meets them. */
function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file])
    if (path.includes(file) || done.has(file)) return
    for (const target of imports.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return cycles
}

if (import.meta.main) report(findLayerProblems(readSources()))
