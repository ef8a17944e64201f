/** Operations and parameters as the AWS CLI spells them: `CreateVirtualMFADevice` is `create-virtual-mfa-device`. */

/** An acronym in the plural, such as the ARNs of `ResourceARNs`, is one word. */
const pluralAcronym = /[A-Z]{2,}s$/

export function toCommandName(name: string): string {
  return name
    .replace(pluralAcronym, (acronym) => `-${acronym.toLowerCase()}`)
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
}
