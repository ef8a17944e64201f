import { useState } from 'react'
import { iam } from '../api/call.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { CodePairFields, checkCodes, noCodes } from './code-pair-fields.tsx'
import type { Owner } from './owner.ts'

interface AddHardwareTokenProps {
  readonly owner: Owner
  readonly onClose: () => void
  readonly onAdded: (name: string) => void
}

export function AddHardwareToken({ owner, onClose, onAdded }: AddHardwareTokenProps) {
  const [serialNumber, setSerialNumber] = useState('')
  const [codes, setCodes] = useState(noCodes)
  const work = async () => {
    await iam('EnableMFADevice', {
      UserName: owner.deviceUser,
      SerialNumber: serialNumber.trim(),
      AuthenticationCode1: codes.first,
      AuthenticationCode2: codes.second,
    })
    onAdded(serialNumber.trim())
  }
  return (
    <FormDialog
      title="Add a hardware token"
      submitLabel="Enable token"
      onClose={onClose}
      check={() => ({
        serialNumber: serialNumber.trim() === '' ? 'Enter the serial number.' : undefined,
        ...checkCodes(codes),
      })}
      work={work}
      explain={({ code, message }) => {
        if (code === 'InvalidAuthenticationCode') {
          return { first: 'These are not two codes of this token in a row. Begin with the one that it shows now.' }
        }
        return code === 'NoSuchEntity'
          ? { serialNumber: `${message} An administrator has to register it first.` }
          : undefined
      }}
    >
      {(errors) => (
        <>
          <TextField
            label="Serial number"
            description="Printed on the back of the token."
            errorText={errors['serialNumber']}
            value={serialNumber}
            onChange={setSerialNumber}
          />
          <CodePairFields codes={codes} onChange={setCodes} errors={errors} />
        </>
      )}
    </FormDialog>
  )
}
