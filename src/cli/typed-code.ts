/** Six digits, without the space that many apps show between them; undefined for anything else. */
export function parseCode(typed: string): string | undefined {
  const code = typed.replace(/\s/g, '')
  return /^[0-9]{6}$/.test(code) ? code : undefined
}
