import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { Ago } from '../parts/moment.tsx'
import { PasswordInput } from '../parts/password-input.tsx'
import { checkNewPassword, NewPasswordFields, noPassword } from './new-password-fields.tsx'

export function OwnPassword() {
  const [isChanging, setIsChanging] = useState(false)
  const user = useLoad(async () => (await iam('GetUser', {}, { isQuiet: true })).User)
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setIsChanging(true)}>Change password</Button>}>
          Password
        </Header>
      }
    >
      <KeyValuePairs
        columns={2}
        items={[
          {
            label: 'Last used to sign in',
            value: user.problem ? 'You may not see this' : <Ago at={user.value?.PasswordLastUsed} none="–" />,
          },
        ]}
      />
      {isChanging && <ChangePassword onClose={() => setIsChanging(false)} />}
    </Container>
  )
}

function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const { principal } = useSession()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState(noPassword)
  const work = async () => {
    await iam('ChangePassword', { OldPassword: old, NewPassword: fresh.password })
    onClose()
    tell('Your password is changed. Whatever else was signed in with the old one is signed out.')
  }
  return (
    <FormDialog
      title="Change your password"
      submitLabel="Change password"
      onClose={onClose}
      check={() => ({ old: old === '' ? 'Enter your present password.' : undefined, ...checkNewPassword(fresh) })}
      work={work}
      explain={({ code, message }) => {
        if (code === 'PasswordPolicyViolation') return { password: message }
        // AWS says of a wrong password that it is denied.
        return code === 'AccessDenied' && message.includes('old password') ? { old: message } : undefined
      }}
    >
      {(errors) => (
        <>
          <Alert type="info">You stay signed in here, and are signed out everywhere else.</Alert>
          <input
            className="unseen"
            autoComplete="username"
            value={principal.userName ?? ''}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <FormField label="Present password" errorText={errors['old']}>
            <PasswordInput label="present password" value={old} onChange={setOld} autoComplete="current-password" />
          </FormField>
          <NewPasswordFields value={fresh} onChange={setFresh} errors={errors} />
        </>
      )}
    </FormDialog>
  )
}
