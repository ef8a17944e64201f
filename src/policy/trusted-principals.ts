/**
 * The AWS principals that a trust policy names, and the same policy with others in their place. A role's trust in a user is
 * kept under the user's unique id, so that nobody inherits it with the name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
import { asList, isObject } from './document.ts'

/** Each AWS principal once, as written: ARNs, account ids, unique ids, `*`. */
export function awsPrincipalsOf(text: string): readonly string[] {
  const found = new Set<string>()
  mapAwsPrincipals(text, (principal) => {
    found.add(principal)
    return principal
  })
  return [...found]
}

/** @param replacements - what is to stand in the place of a principal; one that is not in it stays */
export function replaceAwsPrincipals(text: string, replacements: ReadonlyMap<string, string>): string {
  return mapAwsPrincipals(text, (principal) => replacements.get(principal) ?? principal)
}

/** The document without white space, as AWS answers it. It must be one that `check.ts` has accepted. */
function mapAwsPrincipals(text: string, replace: (principal: string) => string): string {
  const map = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(map)
    return typeof value === 'string' ? replace(value) : value
  }
  // In whatever case the elements are written: a name that slips through here is trusted whoever bears it.
  const mapElement = ([element, value]: [string, unknown]): [string, unknown] => {
    if (!/^(not)?principal$/i.test(element)) return [element, value]
    return [element, isObject(value) ? mapEntries(value, mapKind) : map(value)]
  }
  const mapKind = ([kind, value]: [string, unknown]): [string, unknown] => [
    kind,
    kind.toLowerCase() === 'aws' ? map(value) : value,
  ]
  const mapStatements = (value: unknown) => {
    const statements = asList(value).map((statement) =>
      isObject(statement) ? mapEntries(statement, mapElement) : statement,
    )
    return Array.isArray(value) ? statements : statements[0]
  }
  const document: unknown = JSON.parse(text)
  if (!isObject(document)) throw new Error('A trust policy is not a JSON object')
  return JSON.stringify(
    mapEntries(document, ([element, value]) => [
      element,
      element.toLowerCase() === 'statement' ? mapStatements(value) : value,
    ]),
  )
}

/** Defines the members of a new object, so that `__proto__` is a name like any other. */
function mapEntries(
  object: Readonly<Record<string, unknown>>,
  map: (entry: [string, unknown]) => [string, unknown],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).map(map))
}
