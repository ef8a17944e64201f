/** Who signs in. */
import { type Authenticator, accountId, createDevice, createUser, type TestServer, type TestUser } from '../twinlock.ts'
import { Browser, type PageAnswer } from './browser.ts'
import type { SecurityKey } from './security-key.ts'

export const password = 'Correct-horse-1'

export interface Person extends TestUser {
  readonly password: string
  readonly browser: Browser
  /** The first step, in the own browser. */
  signIn(secret?: string): Promise<PageAnswer>
}

/** A new user with a password, who may do what the policy says; without one, manage the own devices. */
export async function createPerson(server: TestServer, policy?: object | null): Promise<Person> {
  const user = await createUser(server, undefined, policy)
  await server.iam.createLoginProfile({ UserName: user.userName, Password: password })
  const browser = new Browser(server)
  return { ...user, password, browser, signIn: (secret) => showPassword(browser, user.userName, secret) }
}

export function showPassword(browser: Browser, userName: string, secret = password): Promise<PageAnswer> {
  return browser.post('/signin/password', { account: accountId, userName, password: secret })
}

/** A device that is enabled; its last pair ended with the current code. */
export async function addDevice(
  server: TestServer,
  { userName }: { readonly userName: string },
): Promise<Authenticator> {
  const device = await createDevice(server)
  await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
  return device
}

/** Adds a passkey to whoever is signed in. */
export async function enrol(browser: Browser, key: SecurityKey, name = 'my-key'): Promise<PageAnswer> {
  await browser.openConsole()
  const { content } = await browser.post('/console/passkeys/options', {})
  return browser.post('/console/passkeys', { name, response: key.register(content['challenge']) })
}
