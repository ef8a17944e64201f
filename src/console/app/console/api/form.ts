/**
 * An input as the AWS Query protocol sends it: `Tags.member.1.Key=team`.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html
 */
export function encodeForm(action: string, version: string, input: object): URLSearchParams {
  const form = new URLSearchParams({ Action: action, Version: version })
  for (const [name, value] of Object.entries(input)) append(form, name, value)
  return form
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) append(form, `${name}.member.${index + 1}`, item)
  } else if (value instanceof Date) form.append(name, value.toISOString())
  else if (typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) append(form, `${name}.${key}`, part)
  } else form.append(name, String(value))
}
