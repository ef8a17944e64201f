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
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

// A checkout runs from its sources, the published package from what was compiled.
const source = join(__dirname, '..', 'src', 'cli', 'main.ts')
const built = join(__dirname, '..', 'dist', 'cli', 'main.js')

import(pathToFileURL(existsSync(source) ? source : built).href).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
