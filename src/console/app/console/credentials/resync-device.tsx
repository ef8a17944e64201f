import Box from '@cloudscape-design/components/box'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { CodePairFields, checkCodes, noCodes } from './code-pair-fields.tsx'
import { deviceName } from './device-kind.ts'
import type { Owner } from './owner.ts'

interface ResyncDeviceProps {
  readonly owner: Owner
  readonly serialNumber: string
  readonly onClose: () => void
  readonly onDone: (text: string) => void
}

/** Two codes in a row say what time the device believes it is. */
export function ResyncDevice({ owner, serialNumber, onClose, onDone }: ResyncDeviceProps) {
  const [codes, setCodes] = useState(noCodes)
  const name = deviceName(serialNumber)
  const work = async () => {
    await iam('ResyncMFADevice', {
      UserName: owner.deviceUser,
      SerialNumber: serialNumber,
      AuthenticationCode1: codes.first,
      AuthenticationCode2: codes.second,
    })
    onDone(`The MFA device ${name} is in step again.`)
  }
  return (
    <FormDialog
      title={`Resynchronise ${name}`}
      submitLabel="Resynchronise"
      onClose={onClose}
      check={() => checkCodes(codes)}
      work={work}
      explain={({ code }) =>
        code === 'InvalidAuthenticationCode'
          ? {
              first:
                'These are not two codes of this device in a row, or they were used already. Begin with a new one.',
            }
          : undefined
      }
    >
      {(errors) => (
        <>
          <Box>For a device whose codes are refused because its clock has run away.</Box>
          <CodePairFields codes={codes} onChange={setCodes} errors={errors} />
        </>
      )}
    </FormDialog>
  )
}
