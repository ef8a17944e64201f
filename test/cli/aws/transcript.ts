/** Commands with what came of them, as text that can be read and compared. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, Step } from './scenarios.ts'

/** Everything that differs from run to run, by something of the same length: tables depend on it. The command's name is ours. */
export function normalise(text: string, directory: string): string {
  return text
    .replaceAll(directory, '{dir}')
    .replaceAll(
      /\b(A(?:KIA|SIA|IDA|ROA))(?!AAAA|TEST)([A-Z2-7]{16,17})\b/g,
      (_, prefix, rest) => prefix + 'X'.repeat(rest.length),
    )
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/g, '2026-01-01T00:00:00+00:00')
    .replaceAll(/("(?:SecretAccessKey|SessionToken)": ")[^"]+/g, '$1…')
    .replaceAll(/^usage: aws/gm, 'usage: twinlock')
    .replaceAll(/^ {2}aws /gm, '  twinlock ')
    .replaceAll(/^aws: error/gm, 'twinlock: error')
}

/** The command after `$`, stdout after `>`, stderr after `!`, the exit code after `=`. */
export function formatStep(step: Step, { code, stdout, stderr }: Outcome, directory: string): string {
  return [
    `$ ${step.join(' ')}`,
    ...mark('>', normalise(stdout, directory)),
    ...mark('!', normalise(stderr, directory)),
    `= ${code}`,
    '',
  ].join('\n')
}

/** A last line that does not end is told from one that does. */
function mark(sign: string, text: string): string[] {
  if (text === '') return []
  const lines = text.split('\n')
  const isEnded = lines.at(-1) === ''
  return [
    ...(isEnded ? lines.slice(0, -1) : lines).map((line) => (line === '' ? sign : `${sign} ${line}`)),
    ...(isEnded ? [] : [`${sign}\\`]),
  ]
}

export function recordedFile(scenario: string): string {
  return join(import.meta.dirname, 'recorded', `${scenario}.txt`)
}

/** What the AWS CLI has printed, a text for each step. */
export function readRecorded(scenario: string): readonly string[] {
  return readFileSync(recordedFile(scenario), 'utf8').split(/(?<=^= \d+\n)/m)
}
