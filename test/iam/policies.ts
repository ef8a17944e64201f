/** Policies for tests. */
import { accountId, type TestServer } from '../twinlock.ts'

export const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** A document that allows the action on everything; the Sid makes it as long as a test likes. */
export function allow(action: string, sid?: string): string {
  const statement = { ...(sid === undefined ? {} : { Sid: sid }), Effect: 'Allow', Action: action, Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

export function policyArn(pathAndName: string): string {
  return `arn:aws:iam::${accountId}:policy/${pathAndName}`
}

export async function createPolicy({ iam }: TestServer, PolicyName: string, action = 's3:GetObject', Path = '/') {
  const { Policy } = await iam.createPolicy({ PolicyName, Path, PolicyDocument: allow(action) })
  return { PolicyArn: Policy?.Arn ?? '', PolicyId: Policy?.PolicyId ?? '' }
}
