/** Everybody who may come with credentials, and what each of them is expected to say of MFA. */
import { assume, createRole, credentialsOf, type TestRole, userArn } from '../sts/sessions.ts'
import {
  type Authenticator,
  accountId,
  type Clients,
  createUserWithDevice,
  putPolicy,
  startSession,
  type TestServer,
  type TestUser,
} from '../twinlock.ts'
import type { MfaContext } from './mfa-statements.ts'

export interface MfaCaller {
  readonly title: string
  /** A request that is allowed or denied by what stands in the policy. */
  ask(): Promise<unknown>
  context(): MfaContext
}

export interface MfaCallers {
  readonly callers: readonly MfaCaller[]
  /** Puts the policy where it decides about all of them; `policyFor` is given what it is to be about. */
  putPolicy(policyFor: (about: object) => object): Promise<void>
}

const root = `arn:aws:iam::${accountId}:root`
const absent = () => ({})
const withoutMfa = () => ({ present: 'false' }) as const

type UserWithDevice = TestUser & { readonly device: Authenticator }

/** Two hours old, and new. The clock is two hours further then. */
async function startSessions(server: TestServer, user: UserWithDevice) {
  const begunAt = server.clock.now()
  const old = await startSession(server, user, user.device)
  server.clock.advance(7200)
  const freshAt = server.clock.now()
  const fresh = await startSession(server, user, user.device)
  const plain = await startSession(server, user)
  const since = (time: number) => () => {
    return { present: 'true', ageSeconds: Math.floor((server.clock.now() - time) / 1000) } as const
  }
  return { old, fresh, plain, oldContext: since(begunAt), freshContext: since(freshAt) }
}

const justNow = () => ({ present: 'true', ageSeconds: 0 }) as const

/** The policy is one of the caller: of the user, or of the role. IAM is closed to sessions without MFA, AssumeRole is open. */
export async function identityCallers(server: TestServer): Promise<MfaCallers> {
  const user = await createUserWithDevice(server)
  const { old, fresh, plain, oldContext, freshContext } = await startSessions(server, user)
  const target = await createRole(server, [root])
  const role = await createRole(server, [userArn(user)])
  const next = await createRole(server, [role.arn])
  const withCode = await assume(server, user, role, user.device.mfa(1))
  const listsUsers = ({ iam }: Clients) => ({ ask: () => iam.listUsers({ MaxItems: 1 }) })
  const assumes = (clients: Clients, device?: Authenticator) => ({
    ask: () => assume(server, clients, target, device?.mfa() ?? {}),
  })
  const callers = [
    { title: 'long-term key', ...listsUsers(user), context: absent },
    { title: 'session', ...assumes(plain), context: withoutMfa },
    { title: 'session with MFA', ...listsUsers(fresh), context: freshContext },
    { title: 'session with MFA, two hours old', ...listsUsers(old), context: oldContext },
    { title: 'role', ...listsUsers(await assume(server, user, role)), context: withoutMfa },
    { title: 'role assumed with a code', ...listsUsers(withCode), context: withoutMfa },
    {
      title: 'role assumed from a session with MFA',
      ...listsUsers(await assume(server, fresh, role)),
      context: withoutMfa,
    },
    {
      title: 'role assumed from a role with a code',
      ...listsUsers(await assume(server, withCode, next)),
      context: withoutMfa,
    },
    { title: 'long-term key, AssumeRole with a code', ...assumes(user, user.device), context: justNow },
  ]
  return {
    callers,
    async putPolicy(policyFor) {
      const policy = policyFor({ Action: ['iam:ListUsers', 'sts:AssumeRole'], Resource: '*' })
      await putPolicy(server, user.userName, policy)
      for (const { name } of [role, next]) {
        await server.iam.putRolePolicy({ RoleName: name, PolicyName: 'test', PolicyDocument: JSON.stringify(policy) })
      }
    },
  }
}

/** The policy is the trust policy of the role that they assume, and names them, so that they need no other. */
export async function trustCallers(server: TestServer): Promise<MfaCallers> {
  const user = await createUserWithDevice(server)
  const { old, fresh, plain, oldContext, freshContext } = await startSessions(server, user)
  const role = await createRole(server, [userArn(user)])
  const target: TestRole = await createRole(server, [userArn(user), role.arn])
  const chained = await assume(server, user, role, user.device.mfa(1))
  const assumes = (clients: Clients, step?: number) => ({
    ask: () => assume(server, clients, target, step === undefined ? {} : user.device.mfa(step)),
  })
  const callers = [
    { title: 'long-term key', ...assumes(user), context: absent },
    { title: 'long-term key and a code', ...assumes(user, -1), context: justNow },
    { title: 'session', ...assumes(plain), context: withoutMfa },
    { title: 'session and a code', ...assumes(plain, 0), context: justNow },
    { title: 'session with MFA', ...assumes(fresh), context: freshContext },
    { title: 'session with MFA, two hours old', ...assumes(old), context: oldContext },
    { title: 'the same and a code', ...assumes(old, 1), context: justNow },
    { title: 'role assumed with a code', ...assumes(chained), context: withoutMfa },
  ]
  return {
    callers,
    async putPolicy(policyFor) {
      const document = policyFor({ Action: 'sts:AssumeRole', Principal: { AWS: [userArn(user), role.arn] } })
      await server.iam.updateAssumeRolePolicy({ RoleName: target.name, PolicyDocument: JSON.stringify(document) })
    },
  }
}

/** No policy is asked about these requests, or none of them decides. */
export async function unasked(server: TestServer): Promise<readonly (readonly [string, () => Promise<unknown>])[]> {
  const user = await createUserWithDevice(server)
  const everything = (effect: string) => ({ Statement: [{ Effect: effect, Action: '*', Resource: '*' }] })
  const policy = { Version: '2012-10-17', ...everything('Allow') }
  await putPolicy(server, user.userName, policy)
  const target = await createRole(server, [root])
  const rootSession = await startSession(server, server)
  const session = await startSession(server, user)
  const federated = server.as(
    credentialsOf(await user.sts.getFederationToken({ Name: 'bob', Policy: JSON.stringify(policy) })),
  )
  const denied = await createUserWithDevice(server)
  await putPolicy(server, denied.userName, { Version: '2012-10-17', ...everything('Deny') })
  return [
    ["root user's key: iam:ListUsers", () => server.iam.listUsers({})],
    ["root user's key: sts:AssumeRole", () => assume(server, server, target)],
    ["root user's session: iam:ListUsers", () => rootSession.iam.listUsers({})],
    ["root user's session: sts:AssumeRole", () => assume(server, rootSession, target)],
    ["user's session without MFA, allowed everything: iam:ListUsers", () => session.iam.listUsers({})],
    ['federated user, allowed everything: iam:ListUsers', () => federated.iam.listUsers({})],
    ['federated user, allowed everything: sts:AssumeRole', () => assume(server, federated, target)],
    ['user denied everything: sts:GetCallerIdentity', () => denied.sts.getCallerIdentity({})],
    ['user denied everything: sts:GetSessionToken with a code', () => denied.sts.getSessionToken(denied.device.mfa(1))],
  ]
}
