/** Policy variables, `${key}` or `${key, 'default'}`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */

/** Whether every variable that is begun is ended, and names something. */
export function hasReadableVariables(text: string): boolean {
  return text
    .split('${')
    .slice(1)
    .every((rest) => /^[^{}]+\}/.test(rest))
}
