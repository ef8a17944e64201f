/** Settings of a profile in ~/.aws/config. Whatever else is in the file stays as it was written, comments and order too. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../config.ts'
import { CommandFailure } from '../exit.ts'
import { readTextFile, replaceFile } from '../private-file.ts'

export type ProfileSettings = Readonly<Record<string, string>>

/** Makes the profile where there is none. @throws CommandFailure, for what would be another line as well */
export function writeProfile(profile: string, settings: ProfileSettings, variables: Environment): void {
  const broken = Object.entries(settings).find(([, value]) => /[\r\n]/.test(value))
  if (broken) throw new CommandFailure('usage', `${broken[0]} of the profile ${profile} cannot have a line break`)
  const path = variables['AWS_CONFIG_FILE'] || join(homedir(), '.aws', 'config')
  const text = readTextFile(path) ?? ''
  const changed = setProfileSettings(text, profile, settings)
  if (changed !== text) replaceFile(path, changed)
}

/** The text of a configuration file in which the profile has these settings. */
export function setProfileSettings(text: string, profile: string, settings: ProfileSettings): string {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  let section = findSection(lines, profile)
  if (!section) {
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
    lines.push(profile === 'default' ? '[default]' : `[profile ${profile}]`)
    section = { begin: lines.length, end: lines.length }
  }
  for (const [name, value] of Object.entries(settings)) section = setSetting(lines, section, name, value)
  return lines.join(lineBreak) + lineBreak
}

interface Section {
  /** The line behind the header. */
  readonly begin: number
  /** The line of the next header. */
  readonly end: number
}

function findSection(lines: readonly string[], profile: string): Section | undefined {
  const header = lines.findIndex((line) => profileOf(line) === profile)
  if (header < 0) return undefined
  const next = lines.findIndex((line, index) => index > header && line.trimStart().startsWith('['))
  return { begin: header + 1, end: next < 0 ? lines.length : next }
}

/** `dev` for `[profile dev]`, `[ profile "dev" ]  # mine` and so on. */
function profileOf(line: string): string | undefined {
  const name = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]
  if (name === 'default') return name
  const quoted = /^profile\s+(["']?)(.*)\1$/.exec(name ?? '')?.[2]
  return quoted?.trim()
}

/** In place of the one that is there; otherwise behind the last, before what separates the section from the next. */
function setSetting(lines: string[], { begin, end }: Section, name: string, value: string): Section {
  const line = `${name} = ${value}`
  for (let index = begin; index < end; index++) {
    // Indented lines belong to the setting above them.
    if (new RegExp(`^${name}\\s*=`).test(lines[index] ?? '')) {
      lines[index] = line
      return { begin, end }
    }
  }
  let last = end
  while (last > begin && /^\s*([#;].*)?$/.test(lines[last - 1] ?? '')) last--
  lines.splice(last, 0, line)
  return { begin, end: end + 1 }
}
