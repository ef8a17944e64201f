/** The policies that AWS itself manages, as data: the same in every account, and nobody's to change. */

export interface AwsManagedPolicy {
  /** ANPA… */
  readonly policyId: string
  readonly arn: string
  readonly name: string
  readonly path: string
  readonly description: string
  /** `v1` */
  readonly defaultVersionId: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt: string
  /** JSON. */
  readonly document: string
}

export const awsManagedPolicies: readonly AwsManagedPolicy[] = [
  {
    policyId: 'ANPAIWMBCKSKIEE64ZLYK',
    arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    name: 'AdministratorAccess',
    path: '/',
    description: 'Provides full access to AWS services and resources.',
    defaultVersionId: 'v1',
    createdAt: '2015-02-06T18:39:46Z',
    updatedAt: '2015-02-06T18:39:46Z',
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    }),
  },
]

export function findAwsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return awsManagedPolicies.find((policy) => policy.arn === arn)
}

export function findAwsManagedPolicyById(policyId: string): AwsManagedPolicy | undefined {
  return awsManagedPolicies.find((policy) => policy.policyId === policyId)
}
