import Alert from '@cloudscape-design/components/alert'
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  startRegistration,
} from '@simplewebauthn/browser'
import { useState } from 'react'
import { Problem } from '../../browser/request.ts'
import { enrolPasskey, passkeyCreationOptions } from '../api/administration.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { checkDeviceName } from './name-device.tsx'

interface AddPasskeyProps {
  readonly onClose: () => void
  readonly onAdded: (name: string) => void
}

export function AddPasskey({ onClose, onAdded }: AddPasskeyProps) {
  const [name, setName] = useState('')
  const work = async () => {
    await enrolPasskey(name, await askAuthenticator())
    onAdded(name)
  }
  return (
    <FormDialog
      title="Add a passkey or security key"
      submitLabel="Continue"
      onClose={onClose}
      check={() => ({ name: checkDeviceName(name) })}
      work={work}
    >
      {(errors) => (
        <>
          {!browserSupportsWebAuthn() && (
            <Alert type="error" header="This browser offers no passkeys here">
              They need a browser that knows them, and an address with https or localhost.
            </Alert>
          )}
          <TextField
            label="Passkey name"
            description="By which you know it among others. The browser then asks for the passkey itself."
            constraintText="Letters, digits and + = , . @ - _"
            errorText={errors['name']}
            value={name}
            onChange={setName}
          />
          <Alert type="info">
            A passkey is good for signing in here. The AWS CLI takes codes only: keep an authenticator app for it, or
            use aws login.
          </Alert>
        </>
      )}
    </FormDialog>
  )
}

async function askAuthenticator(): Promise<object> {
  const optionsJSON = await passkeyCreationOptions<PublicKeyCredentialCreationOptionsJSON>()
  try {
    return await startRegistration({ optionsJSON })
  } catch (error) {
    throw new Problem('NoPasskey', reasonOf(error), 0)
  }
}

function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: 'the browser gives no reason' }
  if (name === 'InvalidStateError') return 'This passkey is among your devices already.'
  return name === 'NotAllowedError'
    ? 'No passkey was made: the dialogue was closed, or took too long. Try again.'
    : `No passkey was made: ${message}`
}
