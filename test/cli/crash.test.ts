/** What is left after `kill -9`, and what a thief of the files finds. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { Authenticator } from '../twinlock.ts'
import { serve, temporaryDirectory } from './twinlock-process.ts'

const root = { accessKeyId: 'AKIATESTROOTTESTROOT', secretAccessKey: 'root-secret-that-nobody-may-find' }
const variables = {
  TWINLOCK_ROOT_ACCESS_KEY_ID: root.accessKeyId,
  TWINLOCK_ROOT_SECRET_ACCESS_KEY: root.secretAccessKey,
  TWINLOCK_ROOT_PASSWORD: 'Root-password-that-nobody-may-find-1',
}

function clientsAt(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }
  return { iam: new Iam.IAM(options), sts: new Sts.STS(options) }
}

async function createUserWithDevice(endpoint: string, UserName: string) {
  const { iam } = clientsAt(endpoint, root)
  await iam.createUser({ UserName })
  const { AccessKey } = await iam.createAccessKey({ UserName })
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: UserName })
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const device = new Authenticator(VirtualMFADevice?.SerialNumber ?? '', seed, systemClock)
  await iam.enableMFADevice({ UserName, ...device.pair() })
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  return { credentials, device, seed }
}

it('keeps every acknowledged write through kill -9, and every used code used', { timeout: 60_000 }, async () => {
  const directory = temporaryDirectory()
  const server = await serve(['--data-dir', directory], { variables })
  const people = await Promise.all(
    ['ada', 'bob', 'cid'].map(async (name) => createUserWithDevice(server.endpoint, name)),
  )
  const sessions = people.map(({ device }) => ({ SerialNumber: device.serialNumber, TokenCode: device.code() }))

  const { iam } = clientsAt(server.endpoint, root)
  const acknowledged: string[] = []
  const writeUntilKilled = async (writer: number) => {
    for (let count = 0; ; count++) {
      const UserName = `writer-${writer}-${count}`
      try {
        await iam.createUser({ UserName })
      } catch {
        return
      }
      acknowledged.push(UserName)
    }
  }
  const writing = Array.from({ length: 8 }, (_, writer) => writeUntilKilled(writer))
  for (const [index, { credentials }] of people.entries()) {
    await clientsAt(server.endpoint, credentials).sts.getSessionToken({ ...sessions[index] })
  }
  while (acknowledged.length < 100) await iam.getUser({})
  await Promise.all([server.stop('SIGKILL'), ...writing])

  const again = await serve(['--data-dir', directory], { variables })
  const names = new Set<string | undefined>()
  for await (const page of Iam.paginateListUsers({ client: clientsAt(again.endpoint, root).iam }, {})) {
    for (const user of page.Users ?? []) names.add(user.UserName)
  }
  expect(acknowledged.filter((name) => !names.has(name))).toEqual([])
  for (const [index, { credentials }] of people.entries()) {
    const repeated = clientsAt(again.endpoint, credentials).sts.getSessionToken({ ...sessions[index] })
    await expect(repeated).rejects.toThrow('MultiFactorAuthentication failed with invalid MFA one time pass code. ')
  }
  await again.stop()
})

it('leaves no secret in the data directory and none in the log', { timeout: 60_000 }, async () => {
  const directory = temporaryDirectory()
  const server = await serve(['--data-dir', directory, '--log-level', 'trace'], { variables })
  const { credentials, device, seed } = await createUserWithDevice(server.endpoint, 'ada')
  const { iam } = clientsAt(server.endpoint, root)
  const password = 'Password-that-nobody-may-find-2'
  await iam.createLoginProfile({ UserName: 'ada', Password: password })
  const { sts } = clientsAt(server.endpoint, credentials)
  const code = device.code()
  const { Credentials } = await sts.getSessionToken({ SerialNumber: device.serialNumber, TokenCode: code })
  await expect(sts.getSessionToken({ SerialNumber: device.serialNumber, TokenCode: code })).rejects.toThrow()
  await server.stop()

  const secrets = {
    seed,
    password,
    secretAccessKey: credentials.secretAccessKey,
    sessionSecret: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
    rootSecret: root.secretAccessKey,
    rootPassword: variables.TWINLOCK_ROOT_PASSWORD,
  }
  const places = readdirSync(directory)
    .map((name): [string, string] => [name, readFileSync(join(directory, name), 'latin1')])
    .concat([['log', server.log.join('\n') + server.stdout()]])
  expect(places.map(([name]) => name)).toContain('twinlock.db')
  for (const [name, content] of places) {
    for (const [kind, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(20)
      for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
        expect(content.includes(form), `${kind} in ${name}`).toBe(false)
      }
    }
  }
})
