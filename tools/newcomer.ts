/**
 * What a newcomer does, from a fresh clone to a green MFA test in a project of one's own, and how long each step takes:
 * `npm run newcomer`. Takes a minute or two and needs the npm registry, so it is no part of `npm test`.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './source-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'newcomer-'))
const clone = join(directory, 'twinlock')
const project = join(directory, 'project')

/** Nothing of this checkout's own environment: `npm run` puts its binaries first. */
const { HOME, PATH = '' } = process.env
const env = {
  HOME,
  PATH: PATH.split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':'),
  CI: 'true',
}

function step(name: string, command: string, args: readonly string[], cwd: string): number {
  const begin = performance.now()
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const seconds = (performance.now() - begin) / 1000
  tell(seconds, name)
  return seconds
}

function tell(seconds: number, step: string): void {
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${step}`)
}

function createProject(): void {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }))
  copyFileSync(join(clone, 'examples/vitest/mfa.test.ts'), join(project, 'mfa.test.ts'))
}

try {
  const seconds = [
    step('git clone', 'git', ['clone', '--quiet', root, clone], directory),
    step('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'], clone),
    step('npm pack', 'npm', ['pack', '--silent', '--ignore-scripts'], clone),
  ]
  createProject()
  const tarball = readdirSync(clone).find((file) => file.endsWith('.tgz')) ?? ''
  // `node`: the one that Twinlock needs, whatever the machine has.
  const packages = [join(clone, tarball), '@aws-sdk/client-sts', 'vitest', 'node@24']
  seconds.push(
    step('npm install --save-dev twinlock vitest …', 'npm', ['install', '--save-dev', ...packages], project),
    step('npx vitest run', 'npx', ['vitest', 'run'], project),
  )
  tell(
    seconds.reduce((sum, each) => sum + each, 0),
    'altogether',
  )
} finally {
  rmSync(directory, { recursive: true, force: true })
}
