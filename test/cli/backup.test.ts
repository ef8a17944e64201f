/** What docs/operating.md says of backups, with SQLite's own: `.backup` of its command line is the same function. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { IAM } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { rootCredentials } from '../twinlock.ts'
import { run, serve, temporaryDirectory } from './twinlock-process.ts'

const variables = {
  TWINLOCK_ROOT_ACCESS_KEY_ID: rootCredentials.accessKeyId,
  TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
}
const clientOf = (endpoint: string) => new IAM({ endpoint, region: 'us-east-1', credentials: rootCredentials })

it('a backup that was made while people wrote is a server again with its master key, and none without it', async () => {
  const [live, restored] = [join(temporaryDirectory(), 'live'), join(temporaryDirectory(), 'restored')]
  const iam = clientOf((await serve(['--data-dir', live], { variables })).endpoint)
  const acknowledged: string[] = []
  const write = async (UserName: string) => {
    await iam.createUser({ UserName })
    acknowledged.push(UserName)
  }
  await write('before')
  const writing = (async () => {
    for (let n = 0; n < 50; n++) await write(`during-${n}`)
  })()

  mkdirSync(restored, { mode: 0o700 })
  const database = new DatabaseSync(join(live, 'twinlock.db'), { readOnly: true })
  await backup(database, join(restored, 'twinlock.db'), { rate: 1 })
  database.close()
  await writing
  await write('after')

  const refused = await run(['serve', '--port', '0', '--data-dir', restored])
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('master.key is missing')])
  copyFileSync(join(live, 'master.key'), join(restored, 'master.key'))
  const { Users = [] } = await clientOf((await serve(['--data-dir', restored])).endpoint).listUsers({})
  const names = Users.map(({ UserName = '' }) => UserName)
  expect(names).toContain('before')
  expect(names).not.toContain('after')
  // All that was written until some moment, and nothing after it.
  const inOrder = acknowledged.filter((name) => names.includes(name))
  expect(inOrder).toEqual(acknowledged.slice(0, inOrder.length))
})
