/** Trust policies for tests, and how answers show them. */

/** Trusts whatever `Principal` is. */
export function trust(Principal: unknown): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  })
}

export const trustEc2 = trust({ Service: 'ec2.amazonaws.com' })

/** What stands in the `Principal` of the only statement of an answered document. */
export function principalIn(encoded: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(encoded ?? '')).Statement[0].Principal
}
