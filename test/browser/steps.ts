/** What a person does on the pages. */
import type { Page } from 'playwright-core'
import { type Authenticator, accountId } from '../twinlock.ts'

export interface Signer {
  readonly userName: string
  readonly password: string
}

export async function showPassword(page: Page, { userName, password }: Signer): Promise<void> {
  const account = page.getByLabel('Account ID or alias')
  await account.fill(accountId)
  await page.getByLabel('User name').fill(userName)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function showCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
}

export async function signIn(page: Page, signer: Signer, device?: Authenticator): Promise<void> {
  await page.goto('/console')
  await showPassword(page, signer)
  if (device) await showCode(page, device.code())
  await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
}
