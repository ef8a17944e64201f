/** The codes in what was typed or pasted: `123 456`, or two at once, as some people copy them. */
export function readCodes(text: string): readonly [first: string, second: string] {
  const digits = text.replace(/\D/g, '')
  return [digits.slice(0, 6), digits.slice(6, 12)]
}

export function isCode(text: string): boolean {
  return /^\d{6}$/.test(text)
}
