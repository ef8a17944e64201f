import { useState } from 'react'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createDevice, type HalfMadeDevice } from './half-made-device.ts'
import type { Owner } from './owner.ts'

interface NameDeviceProps {
  readonly owner: Owner
  readonly onClose: () => void
  readonly onCreated: (device: HalfMadeDevice) => void
}

export function NameDevice({ owner, onClose, onCreated }: NameDeviceProps) {
  const proposed = owner.userName ?? 'root-account-mfa-device'
  const [name, setName] = useState(proposed)
  return (
    <FormDialog
      title="Add an authenticator app"
      submitLabel="Continue"
      onClose={onClose}
      check={() => ({ name: checkDeviceName(name) })}
      work={async () => onCreated(await createDevice(name, name === proposed))}
      explain={({ code }) =>
        code === 'EntityAlreadyExists'
          ? { name: 'There is a device with this name already. Choose another.' }
          : undefined
      }
    >
      {(errors) => (
        <TextField
          label="Device name"
          description="By which you know it among others, such as the phone it is on. No two devices of the account share one."
          constraintText="Letters, digits and + = , . @ - _"
          errorText={errors['name']}
          value={name}
          onChange={setName}
        />
      )}
    </FormDialog>
  )
}

export function checkDeviceName(name: string): string | undefined {
  if (name === '') return 'Enter a name.'
  return /^[\w+=,.@-]+$/.test(name) ? undefined : 'A name has letters, digits and + = , . @ - _ only.'
}
