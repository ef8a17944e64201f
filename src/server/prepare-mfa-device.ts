/**
 * `prepare-mfa-device`: makes a virtual device for a user, who is asked for two codes of it at the next sign-in. AWS has
 * nothing like it.
 *
 * One step, and no mark on a device that is there: before the mark somebody could put a device of the same name in its
 * place, whose secret he knows. It gives nobody a power that he has not: it takes the permission to enable a device for that
 * user, beside the one to make it.
 */
import type { Call } from '../call.ts'
import { permissionOnUser, requireUser } from '../iam/target-user.ts'
import { createVirtualMFADevice } from '../iam/virtual-mfa-devices.ts'
import { findAccount } from '../storage/accounts.ts'
import { findDevicePreparedFor, findMfaDevice, updateMfaDevice } from '../storage/mfa-devices.ts'
import { countDevicesOf } from '../storage/owned-devices.ts'
import { deleteLeastUsedSignInSessions } from '../storage/sign-in-sessions.ts'
import { AwsFault } from '../wire/faults.ts'
import { operationModel } from '../wire/model.ts'
import { existingUserName } from '../wire/named-limits.ts'
import { checkInput } from '../wire/validation.ts'
import type { App } from './app.ts'
import type { AskedBy } from './asked-by.ts'
import { workOn } from './dispatch.ts'

const { access, limits, permissions, prepare, run: create } = createVirtualMFADevice

/** @throws AwsFault ValidationError, AccessDenied, NoSuchEntity, EntityAlreadyExists */
export async function prepareMfaDevice(
  { userName, deviceName }: { readonly userName: string; readonly deviceName: string },
  by: AskedBy,
  app: App,
): Promise<object> {
  const input = { VirtualMFADeviceName: deviceName }
  checkInput(limits, input, operationModel('iam', 'CreateVirtualMFADevice'))
  checkInput({ UserName: existingUserName }, { UserName: userName }, operationModel('iam', 'GetUser'))
  const operation = {
    access,
    limits,
    permissions: async (_: object, call: Call) => [
      ...(await permissions(input, call)),
      ...(await permissionOnUser(call, 'iam:EnableMFADevice', userName)),
    ],
    prepare: async (_: object, call: Call) => prepare?.(input, call),
    run: async (_: object, call: Call, drawn: unknown) => {
      const holder = await requireNoDevice(userName, call)
      const { VirtualMFADevice } = await create(input, call, drawn as Parameters<typeof create>[2])
      const { SerialNumber: serialNumber = '', Base32StringSeed: seed = [], QRCodePNG = [] } = VirtualMFADevice ?? {}
      const device = await findMfaDevice(call.queries, call.accountId, serialNumber)
      if (!device) throw new Error(`The device ${serialNumber} is not there, though it was made`)
      await updateMfaDevice(call.queries, device, { prepared_for: holder.owner_id })
      // Whoever is signed in by the password alone could enrol another device, and be asked for that.
      const person = { account_id: holder.account_id, principal_id: holder.owner_id }
      await deleteLeastUsedSignInSessions(call.queries, person, 0)
      return {
        serialNumber,
        base32StringSeed: Buffer.from(seed).toString(),
        qrCodePng: Buffer.from(QRCodePNG).toString('base64'),
        accountName: (await findAccount(call.queries, call.accountId))?.alias ?? call.accountId,
        signInUrl: `${app.publicUrl()}/console`,
      }
    },
  }
  const work = workOn(operation, input, by, app, by.trail)
  await work.authorize()
  return work.run(await work.prepare())
}

/** A second device would be asked for by nobody: whoever has one shows that. */
async function requireNoDevice(userName: string, call: Call) {
  const user = await requireUser(call, userName)
  const holder = { account_id: user.account_id, owner_id: user.user_id }
  if ((await countDevicesOf(call.queries, holder)) > 0) {
    throw new AwsFault('EntityAlreadyExists', `${user.name} has an MFA device already.`)
  }
  const waiting = await findDevicePreparedFor(call.queries, holder)
  if (waiting) {
    throw new AwsFault(
      'EntityAlreadyExists',
      `The MFA device ${waiting.serial_number} was prepared for ${user.name} already. Delete it to prepare another.`,
    )
  }
  return holder
}
