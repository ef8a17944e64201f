import type { MFADevice } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { nextMarker, type Pages, usePages } from '../loading/use-pages.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { AddHardwareToken } from './add-hardware-token.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { AddVirtualDevice } from './add-virtual-device.tsx'
import { deviceKind, deviceName } from './device-kind.ts'
import type { Owner } from './owner.ts'
import { ResyncDevice } from './resync-device.tsx'

export function useDevices({ deviceUser }: Owner): Pages<MFADevice> {
  return usePages(async (Marker) => {
    const answer = await iam('ListMFADevices', { UserName: deviceUser, ...(Marker && { Marker }) })
    return { items: answer.MFADevices ?? [], next: nextMarker(answer) }
  })
}

type Dialogue = 'virtual' | 'passkey' | 'hardware' | { readonly what: 'remove' | 'resync'; readonly serial: string }

interface DevicesProps {
  readonly owner: Owner
  readonly devices: Pages<MFADevice>
}

/** The MFA devices of a user or of the root user, and all that can be done with them. */
export function Devices({ owner, devices }: DevicesProps) {
  const [dialogue, setDialogue] = useState<Dialogue>()
  const close = () => setDialogue(undefined)
  const onAdded = (name: string) => {
    close()
    devices.reload()
    tell(
      owner.isSelf
        ? `The MFA device ${name} is enabled. From now on you are asked for it when you sign in.`
        : `The MFA device ${name} is enabled for ${owner.deviceUser}.`,
    )
  }
  const onDone = (text: string) => {
    close()
    devices.reload()
    tell(text)
  }
  return (
    <>
      <ResourceTable
        title="MFA devices"
        noun="MFA devices"
        pages={devices}
        nameOf={({ SerialNumber = '' }) => SerialNumber}
        isSearchable={false}
        actions={<AddButton owner={owner} onChoose={setDialogue} />}
        empty={<NoDevice owner={owner} onAdd={() => setDialogue('virtual')} />}
        columns={[
          {
            id: 'name',
            header: 'Name',
            minWidth: 200,
            isRowHeader: true,
            cell: ({ SerialNumber = '' }) => (
              <SpaceBetween size="xxxs">
                <b>{deviceName(SerialNumber)}</b>
                <Box fontSize="body-s" color="text-body-secondary">
                  <span className="breakable">{SerialNumber}</span>
                </Box>
              </SpaceBetween>
            ),
          },
          { id: 'kind', header: 'Kind', cell: ({ SerialNumber = '' }) => deviceKind(SerialNumber), minWidth: 130 },
          { id: 'enabled', header: 'Enabled', cell: ({ EnableDate }) => <Moment at={EnableDate} />, minWidth: 150 },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 220,
            cell: ({ SerialNumber: serial = '' }) => (
              <SpaceBetween direction="horizontal" size="xs">
                {deviceKind(serial) !== 'Passkey' && (
                  <Button
                    variant="inline-link"
                    ariaLabel={`Resynchronise ${deviceName(serial)}`}
                    onClick={() => setDialogue({ what: 'resync', serial })}
                  >
                    Resynchronise
                  </Button>
                )}
                <Button
                  variant="inline-link"
                  ariaLabel={`Remove ${deviceName(serial)}`}
                  onClick={() => setDialogue({ what: 'remove', serial })}
                >
                  Remove
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {dialogue === 'virtual' && <AddVirtualDevice owner={owner} onClose={close} onAdded={onAdded} />}
      {dialogue === 'passkey' && <AddPasskey onClose={close} onAdded={onAdded} />}
      {dialogue === 'hardware' && <AddHardwareToken owner={owner} onClose={close} onAdded={onAdded} />}
      {typeof dialogue === 'object' && dialogue.what === 'resync' && (
        <ResyncDevice owner={owner} serialNumber={dialogue.serial} onClose={close} onDone={onDone} />
      )}
      {typeof dialogue === 'object' && dialogue.what === 'remove' && (
        <RemoveDevice owner={owner} serialNumber={dialogue.serial} onClose={close} onDone={onDone} />
      )}
    </>
  )
}

function AddButton({ owner, onChoose }: { readonly owner: Owner; readonly onChoose: (kind: Dialogue) => void }) {
  const items = [
    { id: 'virtual', text: 'Authenticator app', description: 'An app that shows a code of six digits' },
    // As on AWS, a passkey is enrolled by whoever holds it.
    ...(owner.isSelf
      ? [{ id: 'passkey', text: 'Passkey or security key', description: 'Good for signing in here' }]
      : []),
    { id: 'hardware', text: 'Hardware token', description: 'A token that an administrator has registered' },
  ]
  return (
    <ButtonDropdown
      items={items}
      variant="primary"
      onItemClick={({ detail: { id } }) => {
        if (id === 'virtual' || id === 'passkey' || id === 'hardware') onChoose(id)
      }}
    >
      Add MFA device
    </ButtonDropdown>
  )
}

function NoDevice({ owner, onAdd }: { readonly owner: Owner; readonly onAdd: () => void }) {
  return (
    <Box textAlign="center" padding="s">
      <SpaceBetween size="s">
        <span>
          {owner.isSelf
            ? 'You have no MFA device yet. Add one, so that your password alone opens nothing.'
            : `${owner.deviceUser} has no MFA device.`}
        </span>
        <Button onClick={onAdd}>Add an authenticator app</Button>
      </SpaceBetween>
    </Box>
  )
}

interface RemoveDeviceProps {
  readonly owner: Owner
  readonly serialNumber: string
  readonly onClose: () => void
  readonly onDone: (text: string) => void
}

function RemoveDevice({ owner, serialNumber, onClose, onDone }: RemoveDeviceProps) {
  const name = deviceName(serialNumber)
  const work = async () => {
    await iam('DeactivateMFADevice', { UserName: owner.deviceUser, SerialNumber: serialNumber })
    // A virtual device that nobody uses is only in the way; who may not delete it has removed it all the same.
    if (deviceKind(serialNumber) === 'Authenticator app') {
      await iam('DeleteVirtualMFADevice', { SerialNumber: serialNumber }, { isQuiet: true }).catch(() => undefined)
    }
    onDone(`The MFA device ${name} is removed.`)
  }
  return (
    <ConfirmDialog title={`Remove ${name}?`} submitLabel="Remove" onClose={onClose} work={work}>
      {owner.isSelf
        ? 'Sessions that were opened with it end, perhaps this one too. What your policies allow with MFA only is refused then.'
        : `Sessions of ${owner.deviceUser} that were opened with it end.`}
    </ConfirmDialog>
  )
}
