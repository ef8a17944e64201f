/** The requests of the sign-in page, in JSON. */
import { cookieOf, setCookie } from '../http/cookies.ts'
import { jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { isOwnOrigin } from '../http/origin.ts'
import { findAccount } from '../storage/accounts.ts'
import { resynchronise, signInWithCode } from './code-step.ts'
import { enrolPreparedDevice } from './enrol-step.ts'
import { setNewPassword } from './new-password-step.ts'
import type { Outcome } from './outcome.ts'
import { offerPasskeys, signInWithPasskey } from './passkey-step.ts'
import { signInWithPassword } from './password-step.ts'
import { SignInProblem } from './problem.ts'
import { type Fields, readCode, readIdentity, readText } from './request-fields.ts'
import { type SignInServer, type Visit, visitOf } from './server.ts'

export const signInPath = '/signin/'
export const sessionCookie = 'twinlock-session'
const signInCookie = 'twinlock-sign-in'

/** The answer of a step that only prepares the next one is no SignInStep. */
interface Answer extends Omit<Outcome, 'answer'> {
  readonly answer: object
}

type Step = (server: SignInServer, fields: Fields, secret: string | undefined, visit: Visit) => Promise<Answer>

const steps: Readonly<Record<string, Step>> = {
  password: (server, fields, _, visit) =>
    signInWithPassword(server, readIdentity(fields), readText(fields, 'password', 128), visit),
  code: (server, fields, secret, visit) => {
    const serialNumber = readText(fields, 'serialNumber', 256)
    return signInWithCode(server, secret, { serialNumber, code: readCode(fields, 'code') }, visit)
  },
  resync: (server, fields, secret, visit) => resynchronise(server, secret, readPair(fields), visit),
  enrol: (server, fields, secret, visit) => enrolPreparedDevice(server, secret, readPair(fields), visit),
  'passkey-options': async (server, _, secret, visit) => ({ answer: await offerPasskeys(server, secret, visit) }),
  passkey: (server, fields, secret, visit) => signInWithPasskey(server, secret, fields, visit),
  'new-password': (server, fields, secret, visit) =>
    setNewPassword(server, secret, readText(fields, 'newPassword', 128), visit),
}

function readPair(fields: Fields) {
  const serialNumber = readText(fields, 'serialNumber', 256)
  return { serialNumber, firstCode: readCode(fields, 'code1'), secondCode: readCode(fields, 'code2') }
}

/** Undefined: no request of the sign-in page. Throws what is not the page's fault. */
export async function routeSignIn(request: HttpRequest, server: SignInServer): Promise<HttpResponse | undefined> {
  const name = request.path.slice(signInPath.length)
  if (request.method === 'GET' && name === 'options') return signInOptions(server)
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined
  if (!step || request.method !== 'POST') return undefined
  try {
    return await runStep(step, request, server)
  } catch (error) {
    if (!(error instanceof SignInProblem)) throw error
    const { code, message, details, status } = error
    return jsonResponse(status, { error: { code, message, ...details } })
  }
}

async function runStep(step: Step, request: HttpRequest, server: SignInServer): Promise<HttpResponse> {
  const publicUrl = server.publicUrl()
  // Another site must not sign a person in, either: he would enrol his device in somebody else's account.
  if (!isOwnOrigin(request, publicUrl)) {
    throw new SignInProblem('AccessDenied', `Sign in on ${publicUrl}: another page has sent this request.`)
  }
  const fields = parseJsonObject(request)
  if (!fields) throw new SignInProblem('ValidationError', 'The body must be a JSON object.')
  const secret = cookieOf(request, signInCookie, publicUrl)
  return respond(await step(server, fields, secret, visitOf(request, server)), publicUrl)
}

function respond({ answer, signInSecret, sessionSecret }: Answer, publicUrl: string): HttpResponse {
  const cookies: string[] = []
  if (signInSecret !== undefined) cookies.push(setCookie(signInCookie, signInSecret, publicUrl))
  if (sessionSecret !== undefined) {
    cookies.push(setCookie(sessionCookie, sessionSecret, publicUrl), setCookie(signInCookie, undefined, publicUrl))
  }
  const response = jsonResponse(200, answer)
  return { ...response, headers: { ...response.headers, ...(cookies.length > 0 && { 'Set-Cookie': cookies }) } }
}

/** What the page fills in: this server has one account. */
async function signInOptions({ storage, accountId }: SignInServer): Promise<HttpResponse> {
  const account = await storage.read((queries) => findAccount(queries, accountId))
  return jsonResponse(200, { accountId, accountAlias: account?.alias ?? null })
}
