/** The account at start: made with its root user on the first run, recognised on every later one. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { accessKeyIdentity } from '../secrets/access-key.ts'
import { hashPassword, verifyPassword } from '../secrets/password.ts'
import { Sealer } from '../secrets/seal.ts'
import { findAccessKey, insertAccessKey } from '../storage/access-keys.ts'
import { type AccountRow, findFirstAccount, insertAccount } from '../storage/accounts.ts'
import type { DataDirectory } from '../storage/data-directory.ts'
import type { Storage } from '../storage/database.ts'
import { findServerSetting, insertServerSetting } from '../storage/server-settings.ts'
import { obtainMasterKey } from './master-key.ts'
import { credentialsFileText, credentialsScreenText, type RootUser } from './root-user.ts'

const checkSetting = 'master_key_check'
export const credentialsFile = 'root-credentials'

export interface Preparation {
  readonly config: Config
  readonly storage: Storage
  /** Where the master key and the first credentials are kept; undefined when everything is in memory. */
  readonly directory: DataDirectory | undefined
  /** What the root user gets if this is the first run. */
  readonly root: RootUser
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly log: Logger
  /** Shows the credentials to a person, instead of leaving them in a file. */
  readonly show: ((text: string) => void) | undefined
}

/**
 * Makes sure that there is an account, and returns the Sealer that opens its secrets.
 *
 * @throws Error that says what to do: another account id, another master key, a master key that is missing.
 */
export async function prepareAccount(preparation: Preparation): Promise<Sealer> {
  const { config, storage, directory } = preparation
  const isFirstRun = (await storage.read(findFirstAccount)) === undefined
  const sealer = new Sealer(obtainMasterKey({ configured: config.masterKey, directory, isFirstRun }))
  if (isFirstRun && (await createAccountAndShow(preparation, sealer))) return sealer
  // Also when another server on the same database was faster: its account counts.
  await recogniseAccount(preparation, sealer)
  return sealer
}

/**
 * The credentials exist nowhere else, so they are in a file before the account is in the database, and leave the file
 * only when they were shown. When the commit fails the file stays: a connection that was lost meanwhile leaves open whether
 * the account is there. The next first run, if there is one, puts it aside.
 */
async function createAccountAndShow(preparation: Preparation, sealer: Sealer): Promise<boolean> {
  const { config, storage, directory, root, now, log, show } = preparation
  const fileText = credentialsFileText(root, config, config.accountId)
  const file = directory && fileText && join(directory.path, credentialsFile)
  if (directory && file) {
    // Left by a crash, or by another database for which this directory served before.
    if (existsSync(file)) renameSync(file, `${file}.previous`)
    directory.writeSecretFile(credentialsFile, fileText)
  }
  const isOurs = await createAccount(storage, sealer, config.accountId, root, now)
  if (isOurs) log.info({ accountId: config.accountId }, 'First run: created the account and its root user')
  const screenText = credentialsScreenText(root, config, config.accountId)
  if (isOurs && show && screenText) show(screenText)
  if (file && (show || !isOurs)) rmSync(file)
  else if (file) log.info({ file }, 'The credentials of the root user are in this file')
  return isOurs
}

/** @returns false when there is an account already, or another server on the database makes one at this moment. */
export async function createAccount(
  storage: Storage,
  sealer: Sealer,
  accountId: string,
  root: RootUser,
  now: number,
): Promise<boolean> {
  const passwordHash = await hashPassword(root.password)
  const sealedSecret = sealer.seal(root.secretAccessKey, accessKeyIdentity(accountId, root.accessKeyId))
  const checkValue = sealer.checkValue()
  return storage.transaction(async (queries) => {
    // The setting's primary key lets one of several first runs through; the others wait here until it has committed.
    if (!(await insertServerSetting(queries, checkSetting, checkValue))) return false
    await insertAccount(queries, {
      account_id: accountId,
      created_at: now,
      root_email: root.email,
      root_password_hash: passwordHash,
    })
    await insertAccessKey(queries, {
      account_id: accountId,
      access_key_id: root.accessKeyId,
      owner_id: accountId,
      status: 'Active',
      sealed_secret: sealedSecret,
      created_at: now,
    })
    return true
  })
}

async function recogniseAccount({ config, storage, log }: Preparation, sealer: Sealer): Promise<void> {
  const account = await storage.read(findFirstAccount)
  const checkValue = await storage.read((queries) => findServerSetting(queries, checkSetting))
  if (!account || checkValue === undefined) throw new Error('The database is damaged: it holds no complete account.')
  if (account.account_id !== config.accountId) {
    throw new Error(
      `The database belongs to account ${account.account_id}, not to ${config.accountId}. ` +
        `Start with --account-id ${account.account_id}, or with another database.`,
    )
  }
  if (!sealer.isMasterKey(checkValue)) {
    throw new Error(
      'The master key is not the one under which this database was sealed. ' +
        'Set TWINLOCK_MASTER_KEY, or restore the file master.key, to that key.',
    )
  }
  const ignored = await findIgnoredSettings(config, storage, sealer, account)
  if (ignored.length > 0) {
    log.warn({ ignored }, 'The root user exists: settings that differ from its credentials are ignored')
  }
}

/** Somebody who changes these settings expects new credentials, and must hear that there are none. */
async function findIgnoredSettings(
  { rootAccessKeyId, rootSecretAccessKey, rootEmail, rootPassword }: Config,
  storage: Storage,
  sealer: Sealer,
  account: AccountRow,
): Promise<string[]> {
  const ignored: string[] = []
  if (rootAccessKeyId !== undefined) {
    const key = await storage.read((queries) => findAccessKey(queries, rootAccessKeyId))
    const isRoots = key?.owner_id === account.account_id
    const identity = accessKeyIdentity(account.account_id, rootAccessKeyId)
    if (!isRoots) ignored.push('TWINLOCK_ROOT_ACCESS_KEY_ID')
    else if (sealer.unseal(key.sealed_secret, identity).toString() !== rootSecretAccessKey) {
      ignored.push('TWINLOCK_ROOT_SECRET_ACCESS_KEY')
    }
  }
  if (rootEmail !== undefined && rootEmail !== account.root_email) ignored.push('TWINLOCK_ROOT_EMAIL')
  if (rootPassword !== undefined && !(await verifyPassword(rootPassword, account.root_password_hash))) {
    ignored.push('TWINLOCK_ROOT_PASSWORD')
  }
  return ignored
}
