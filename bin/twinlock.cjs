#!/usr/bin/env node
// Plain old JavaScript: an old Node must be able to read it, to say that it is too old.
'use strict'

const version = process.versions.node.split('.').map(Number)

if (version[0] < 24 || (version[0] === 24 && version[1] < 7)) {
  console.error(`twinlock: needs Node.js 24.7 or newer, and this is ${process.versions.node}. See https://nodejs.org/`)
  process.exit(1)
}

// Only now: an old Node knows no `node:`.
const { existsSync } = require('node:fs')
const { enableCompileCache } = require('node:module')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

// Commands that are typed again and again start in half the time when Node keeps what it compiled. In the user's own
// directory, never in Node's default: in a shared /tmp somebody else could leave code there. Where it cannot be written,
// nothing is kept.
const { HOME, XDG_CACHE_HOME = HOME && join(HOME, '.cache') } = process.env
if (XDG_CACHE_HOME) enableCompileCache(join(XDG_CACHE_HOME, 'twinlock'))

// A checkout runs from its sources, the published package from what was compiled.
const source = join(__dirname, '..', 'src', 'cli', 'main.ts')
const built = join(__dirname, '..', 'dist', 'cli', 'main.js')

import(pathToFileURL(existsSync(source) ? source : built).href).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
