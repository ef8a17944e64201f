/** Who is to get a device: a CSV file with a line of headings. */
import { CommandFailure } from '../exit.ts'
import { readInputFile } from '../input-file.ts'
import { type CsvRow, parseCsv } from './csv.ts'

export interface Member {
  /** In the file. */
  readonly line: number
  readonly userName: string
  readonly deviceName: string
  /** For the page; undefined when the file does not say. */
  readonly fullName: string | undefined
}

const columns = ['user_name', 'device_name', 'full_name']

/** AWS's names. */
const userNamePattern = /^[\w+=,.@-]{1,64}$/
const deviceNamePattern = /^[\w+=,.@-]{1,128}$/

export function isUserName(text: string): boolean {
  return userNamePattern.test(text)
}

/** @throws CommandFailure that names everything that is wrong */
export function readTeamFile(file: string): Member[] {
  try {
    return readTeam(readInputFile(file).toString())
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error
    throw new CommandFailure('failure', `${file}, ${error.message}`, { cause: error })
  }
}

/** @throws Error with a line for each problem */
export function readTeam(text: string): Member[] {
  const [heading, ...rows] = parseCsv(text)
  const names = heading?.cells.map((cell) => cell.toLowerCase().replaceAll(' ', '_')) ?? []
  const unknown = names.find((name) => !columns.includes(name))
  if (!names.includes('user_name') || unknown !== undefined || new Set(names).size < names.length) {
    const found = unknown === undefined ? '' : `, and not ${unknown}`
    throw new Error(
      `line 1: the first line names the columns: user_name, and perhaps device_name and full_name${found}`,
    )
  }
  if (rows.length === 0) throw new Error('line 2: there is nobody in it')
  const members = rows.map((row) => toMember(row, names))
  const problems = [
    ...rows.flatMap(({ line, cells }) =>
      cells.length > names.length ? [`line ${line}: there are more cells than columns`] : [],
    ),
    ...members.flatMap(judge),
    ...findTwice(members, 'user', ({ userName }) => userName),
    ...findTwice(members, 'device', ({ deviceName }) => deviceName),
  ]
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return members
}

function toMember({ line, cells }: CsvRow, names: readonly string[]): Member {
  const cell = (name: string) => cells[names.indexOf(name)] || undefined
  const userName = cell('user_name') ?? ''
  return { line, userName, deviceName: cell('device_name') ?? userName, fullName: cell('full_name') }
}

function judge({ line, userName, deviceName }: Member): string[] {
  if (userName === '') return [`line ${line}: the user name is missing`]
  if (!isUserName(userName)) return [`line ${line}: ${userName} cannot be the name of a user`]
  return deviceNamePattern.test(deviceName) ? [] : [`line ${line}: ${deviceName} cannot be the name of a device`]
}

/** Names that differ in case alone are one name. */
function findTwice(members: readonly Member[], what: string, nameOf: (member: Member) => string): string[] {
  const lines = new Map<string, number>()
  return members.flatMap((member) => {
    const key = nameOf(member).toLowerCase()
    const before = lines.get(key)
    lines.set(key, before ?? member.line)
    return before === undefined || key === ''
      ? []
      : [`line ${member.line}: the ${what} ${nameOf(member)} is in line ${before} already`]
  })
}
