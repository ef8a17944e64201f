/**
 * What a run has done so far, a line each, on the disk before the next step: whatever kills it, the next run knows.
 *
 * `making` comes before the server is asked, `made` once the page is there. A device that was being made, and whose page is
 * not there, is of no use: its secret was in the answer alone. It is deleted and made again.
 */
import { appendFileSync, truncateSync } from 'node:fs'
import { CommandFailure } from '../exit.ts'
import { readTextFile } from '../private-file.ts'
import { isUserName } from './team-file.ts'

export type Progress = 'making' | 'made' | 'refused' | 'undone'

export interface Entry {
  readonly userName: string
  readonly serialNumber: string
  readonly progress: Progress
}

/** Where the devices are. Another run may go on only there. */
export interface Place {
  readonly accountId: string
  readonly endpoint: string
}

export interface Journal {
  /** The latest of each user, by the name in lower case. */
  readonly entries: ReadonlyMap<string, Entry>
  add(entry: Entry): void
}

/** Begins it where there is none. @throws CommandFailure for one of another place, or that is no journal */
export function openJournal(path: string, place: Place): Journal {
  const [begin, ...entries] = readLines(path)
  if (begin === undefined) append(path, { version: 1, ...place })
  else requirePlace(path, begin, place)
  // What is written down names files that are removed, and devices that are deleted.
  if (!(entries as Entry[]).every(isOfThisCommand)) throw notWritten(path)
  const latest = new Map((entries as Entry[]).map((entry) => [entry.userName.toLowerCase(), entry]))
  return {
    entries: latest,
    add(entry) {
      append(path, entry)
      latest.set(entry.userName.toLowerCase(), entry)
    },
  }
}

function append(path: string, line: object): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
}

/** The last line may have been cut short, by what ended the run: then what it says was not begun, or is seen by the page. */
function readLines(path: string): object[] {
  const text = readTextFile(path) ?? ''
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  if (complete.length < text.length) truncateSync(path, Buffer.byteLength(complete))
  try {
    return complete
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object)
  } catch (error) {
    throw notWritten(path, error)
  }
}

function isOfThisCommand({ userName, serialNumber }: Entry): boolean {
  return isUserName(userName) && /^arn:aws:iam::\d{12}:mfa\/[\w+=,.@-]+$/.test(serialNumber)
}

function notWritten(path: string, cause?: unknown): CommandFailure {
  return new CommandFailure('failure', `${path} was not written by this command. Take another directory.`, { cause })
}

function requirePlace(path: string, begin: object, { accountId, endpoint }: Place): void {
  const { version, ...there } = begin as Partial<Place> & { readonly version?: unknown }
  if (version === 1 && there.accountId === accountId && there.endpoint === endpoint) return
  throw new CommandFailure(
    'failure',
    `${path} is of the account ${there.accountId} at ${there.endpoint}, and this is ${accountId} at ${endpoint}. Take another directory.`,
  )
}
