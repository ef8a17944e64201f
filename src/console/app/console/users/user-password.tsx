import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useState } from 'react'
import { Problem } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { ConfirmDialog, FormDialog } from '../parts/form-dialog.tsx'
import { Ago, Moment } from '../parts/moment.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { checkPasswordFields, newPasswordChoice, PasswordFields } from './password-fields.tsx'
import { ShowPassword } from './show-password.tsx'

interface UserPasswordProps {
  readonly userName: string
  readonly lastUsed: Date | undefined
}

/** The console password of a user whom somebody looks after. */
export function UserPassword({ userName, lastUsed }: UserPasswordProps) {
  const [dialogue, setDialogue] = useState<'set' | 'remove'>()
  const profile = useLoad(() => findLoginProfile(userName))
  const hasPassword = profile.value !== undefined && profile.value !== 'none'
  const close = () => setDialogue(undefined)
  const remove = async () => {
    await iam('DeleteLoginProfile', { UserName: userName })
    close()
    profile.reload()
    tell(`${userName} has no password any more, and is signed out.`)
  }
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {hasPassword && <Button onClick={() => setDialogue('remove')}>Remove password</Button>}
              <Button disabled={profile.value === undefined} onClick={() => setDialogue('set')}>
                Set password
              </Button>
            </SpaceBetween>
          }
        >
          Console password
        </Header>
      }
    >
      {profile.problem && <ProblemAlert problem={profile.problem} onRetry={profile.reload} />}
      {!profile.problem && profile.value === undefined && <Spinner />}
      {profile.value === 'none' && 'No password: this user cannot sign in to the console.'}
      {profile.value !== undefined && profile.value !== 'none' && (
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Set', value: <Moment at={profile.value.CreateDate} /> },
            { label: 'Last used', value: <Ago at={lastUsed} /> },
            { label: 'To be changed at the next sign-in', value: profile.value.PasswordResetRequired ? 'Yes' : 'No' },
          ]}
        />
      )}
      {dialogue === 'set' && (
        <SetPassword userName={userName} hasPassword={hasPassword} onClose={close} onDone={profile.reload} />
      )}
      {dialogue === 'remove' && (
        <ConfirmDialog title={`Remove the password of ${userName}?`} submitLabel="Remove" onClose={close} work={remove}>
          {userName} can no longer sign in to the console, and the present sessions end. Access keys go on working.
        </ConfirmDialog>
      )}
    </Container>
  )
}

async function findLoginProfile(UserName: string) {
  try {
    return (await iam('GetLoginProfile', { UserName })).LoginProfile
  } catch (error) {
    if (error instanceof Problem && error.code === 'NoSuchEntity') return 'none'
    throw error
  }
}

interface SetPasswordProps {
  readonly userName: string
  readonly hasPassword: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

function SetPassword({ userName, hasPassword, onClose, onDone }: SetPasswordProps) {
  const [choice, setChoice] = useState(newPasswordChoice)
  const [isShown, setIsShown] = useState(false)
  if (isShown) return <ShowPassword userName={userName} password={choice.password} onClose={onClose} />
  const work = async () => {
    const input = { UserName: userName, Password: choice.password, PasswordResetRequired: choice.mustChange }
    await (hasPassword ? iam('UpdateLoginProfile', input) : iam('CreateLoginProfile', input))
    onDone()
    tell(`The password of ${userName} is set.`)
    if (choice.isGenerated) setIsShown(true)
    else onClose()
  }
  return (
    <FormDialog
      title={`Set the password of ${userName}`}
      submitLabel="Set password"
      onClose={onClose}
      check={() => checkPasswordFields(choice)}
      work={work}
      explain={({ code, message }) =>
        code === 'PasswordPolicyViolation' && !choice.isGenerated ? { password: message } : undefined
      }
    >
      {(errors) => <PasswordFields value={choice} onChange={setChoice} errors={errors} />}
    </FormDialog>
  )
}
