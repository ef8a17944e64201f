import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useRef, useState } from 'react'
import { iam } from '../api/call.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { CodePairFields, checkCodes, noCodes } from './code-pair-fields.tsx'
import { deleteHalfMade, type HalfMadeDevice } from './half-made-device.ts'
import type { Owner } from './owner.ts'

interface ShowDeviceProps {
  readonly owner: Owner
  readonly device: HalfMadeDevice
  readonly onClose: () => void
  readonly onAdded: (name: string) => void
}

/** The secret is shown this once; two codes prove that an app has it. */
export function ShowDevice({ owner, device, onClose, onAdded }: ShowDeviceProps) {
  const [codes, setCodes] = useState(noCodes)
  const isSettled = useRef(false)
  useDeletionOnLeaving(device, isSettled)
  const close = () => {
    deleteHalfMade(device)
    isSettled.current = true
    onClose()
  }
  const work = async () => {
    await iam('EnableMFADevice', {
      UserName: owner.deviceUser,
      SerialNumber: device.serialNumber,
      AuthenticationCode1: codes.first,
      AuthenticationCode2: codes.second,
    })
    isSettled.current = true
    onAdded(device.name)
  }
  return (
    <FormDialog
      title="Add an authenticator app"
      submitLabel="Enable device"
      size="large"
      onClose={close}
      check={() => checkCodes(codes)}
      work={work}
      explain={({ code }) =>
        code === 'InvalidAuthenticationCode'
          ? { first: 'These are not two codes of this device in a row. Begin with the one that it shows now.' }
          : undefined
      }
    >
      {(errors) => (
        <div className="enrolment">
          <SpaceBetween size="s">
            <Box variant="h3" padding="n">
              1. Scan this with the app
            </Box>
            <img
              className="qr-code"
              src={device.qrCode}
              alt="QR code for the authenticator app. Without a camera, type the secret below."
            />
            <Secret secret={device.secret} />
          </SpaceBetween>
          <SpaceBetween size="s">
            <Box variant="h3" padding="n">
              2. Type two codes that it shows
            </Box>
            <CodePairFields codes={codes} onChange={setCodes} errors={errors} />
          </SpaceBetween>
        </div>
      )}
    </FormDialog>
  )
}

function Secret({ secret }: { readonly secret: string }) {
  return (
    <SpaceBetween size="xxs">
      <Box fontSize="body-s" color="text-body-secondary">
        No camera? Type this secret:
      </Box>
      <code className="secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      <CopyToClipboard
        textToCopy={secret}
        copyButtonText="Copy secret"
        copySuccessText="Secret copied"
        copyErrorText="The browser did not let the page copy it"
      />
    </SpaceBetween>
  )
}

/** Also when the tab is closed or the person goes to another page. */
function useDeletionOnLeaving(device: HalfMadeDevice, isSettled: { readonly current: boolean }): void {
  useEffect(() => {
    const leave = () => {
      if (!isSettled.current) deleteHalfMade(device)
    }
    window.addEventListener('pagehide', leave)
    window.addEventListener('popstate', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('popstate', leave)
    }
  }, [device, isSettled])
}
