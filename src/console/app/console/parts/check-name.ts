/** What AWS takes as the name of a user, group, role or policy. Undefined: it would be accepted. */
export function checkName(name: string, longest: number): string | undefined {
  if (name === '') return 'Enter a name.'
  if (!/^[\w+=,.@-]+$/.test(name)) return 'A name has letters, digits and + = , . @ - _ only.'
  return name.length > longest ? `A name has at most ${longest} characters.` : undefined
}

export function checkPath(path: string): string | undefined {
  return /^\/([\x21-\x7e]+\/)?$/.test(path) ? undefined : 'A path begins and ends with a slash, such as /engineering/.'
}
