/** `file://` and `fileb://` in place of a value. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import type { Environment } from '../../config.ts'
import { parsingError } from './command-error.ts'

/** The text of the file, or undefined when the value names none. @throws CommandError when it cannot be read. */
export function readParameterFile(option: string, value: string, variables: Environment): string | undefined {
  const [, prefix, rest] = /^(fileb?:\/\/)(.*)$/s.exec(value) ?? []
  if (prefix === undefined || rest === undefined) return undefined
  const path = expandPath(rest, variables)
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw parsingError(option, `Unable to load paramfile ${value}: ${describe(error, path)}`)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return prefix === 'file://' ? text.replace(/\r\n?/g, '\n') : text
  } catch {
    throw parsingError(
      option,
      `Unable to load paramfile (${path}), text contents could not be decoded.  If this is a binary file, please use the fileb:// prefix instead of the file:// prefix.`,
    )
  }
}

/** `~` and `$NAME`: a shell expands neither behind `file://`. */
export function expandPath(path: string, variables: Environment): string {
  return path
    .replace(/^~(?=\/|$)/, variables['HOME'] ?? homedir())
    .replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, name?: string, braced?: string) => {
      return variables[name ?? braced ?? ''] ?? whole
    })
}

/** As Python words it. */
function describe(error: unknown, path: string): string {
  const { code, errno } = error as NodeJS.ErrnoException
  const texts: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    EACCES: 'Permission denied',
    EISDIR: 'Is a directory',
    ENOTDIR: 'Not a directory',
  }
  return `[Errno ${Math.abs(errno ?? 21)}] ${texts[code ?? ''] ?? code}: '${path}'`
}
