/** Without what looks alike: a password that is read from a screen is typed from it. */
const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const symbols = '!@#$%^&*()-_=+[]{}'

/** Some 130 bits, with something of every kind that a password policy may demand. */
export function generatePassword(): string {
  const body = Array.from({ length: 20 }, () => pick(letters))
  const demanded = [
    pick('abcdefghijkmnopqrstuvwxyz'),
    pick('ABCDEFGHJKLMNPQRSTUVWXYZ'),
    pick('23456789'),
    pick(symbols),
  ]
  return [...body, ...demanded].join('')
}

function pick(characters: string): string {
  // What is left over at the end of the range would make the first characters likelier.
  const limit = 256 - (256 % characters.length)
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < limit) return characters[byte % characters.length] ?? ''
  }
}
