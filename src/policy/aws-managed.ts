/**
 * The policies that AWS itself manages, as AWS published them at the beginning of May 2026: a selection of those that people
 * attach, and those of service-linked roles.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
 *
 * The catalog is small and read at once, a document when somebody asks for it: `ReadOnlyAccess` alone is 85 kB.
 * Ids are AWS's where they are public, and else made from the ARN. An id must never change: attachments are kept by it.
 * Descriptions are in our words.
 */
import { createRequire } from 'node:module'

export interface AwsManagedPolicy {
  /** `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess`: the account is `aws`. */
  readonly arn: string
  readonly name: string
  /** ANPA and 17 characters. */
  readonly policyId: string
  readonly path: string
  readonly description: string
  /** The only version that is here: `v1` and up. */
  readonly defaultVersionId: string
  /** Milliseconds since 1970, as in the database. */
  readonly createdAt: number
  /** When the default version was made. */
  readonly updatedAt: number
}

type CatalogEntry = Omit<AwsManagedPolicy, 'arn' | 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string
  readonly updatedAt: string
}

const readJson = createRequire(import.meta.url)
const catalog: readonly CatalogEntry[] = readJson('./aws-managed/catalog.json')

/** Sorted by lower-case name, as lists are answered. */
export const awsManagedPolicies: readonly AwsManagedPolicy[] = catalog.map((entry) => ({
  ...entry,
  arn: `arn:aws:iam::aws:policy${entry.path}${entry.name}`,
  createdAt: Date.parse(entry.createdAt),
  updatedAt: Date.parse(entry.updatedAt),
}))

const byArn: ReadonlyMap<string, AwsManagedPolicy> = new Map(awsManagedPolicies.map((policy) => [policy.arn, policy]))
const byId: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  awsManagedPolicies.map((policy) => [policy.policyId, policy]),
)
const documents = new Map<AwsManagedPolicy, string>()

/** @param arn with the path, and in AWS's spelling, in which case counts */
export function findAwsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return byArn.get(arn)
}

export function findAwsManagedPolicyById(id: string): AwsManagedPolicy | undefined {
  return byId.get(id)
}

/** The JSON text of the default version, read from the disk the first time. */
export function awsManagedPolicyDocument(policy: AwsManagedPolicy): string {
  const known = documents.get(policy)
  if (known !== undefined) return known
  const document = JSON.stringify(readJson(`./aws-managed/documents/${policy.name}.json`))
  documents.set(policy, document)
  return document
}

/** AWS attaches these to the roles of its services, and lets nobody attach them to other roles. */
export function isServiceRolePolicy(policy: Pick<AwsManagedPolicy, 'path'>): boolean {
  return policy.path === '/aws-service-role/'
}
