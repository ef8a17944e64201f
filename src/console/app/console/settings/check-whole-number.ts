/** What is wrong with a number that somebody typed. */
export function checkWholeNumber(text: string, [least, most]: readonly [number, number]): string | undefined {
  const number = Number(text)
  const isGood = /^\d+$/.test(text.trim()) && number >= least && number <= most
  return isGood ? undefined : `Enter a whole number from ${least} to ${most.toLocaleString('en')}.`
}
