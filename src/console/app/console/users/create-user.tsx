import Checkbox from '@cloudscape-design/components/checkbox'
import { useState } from 'react'
import { problemOf } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { addressOf, navigate } from '../location.ts'
import { checkName, checkPath } from '../parts/check-name.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { GroupChoice } from './group-choice.tsx'
import { checkPasswordFields, newPasswordChoice, PasswordFields } from './password-fields.tsx'
import { ShowPassword } from './show-password.tsx'

/** The user, then the password and the groups: each by its own action, so that policies decide on each. */
export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [path, setPath] = useState('/')
  const [hasPassword, setHasPassword] = useState(false)
  const [password, setPassword] = useState(newPasswordChoice)
  const [groups, setGroups] = useState<readonly string[]>([])
  const [isShown, setIsShown] = useState(false)
  const open = () => navigate(addressOf('/users/details', { name }))
  if (isShown) return <ShowPassword userName={name} password={password.password} onClose={open} />
  const work = async () => {
    await iam('CreateUser', { UserName: name, Path: path })
    const failures = await addTo(name, groups, hasPassword ? password : undefined)
    if (hasPassword && password.isGenerated && !failures.some(({ what }) => what === 'The password')) setIsShown(true)
    else open()
    tell(`The user ${name} is created.`)
    for (const { what, message } of failures) tell(`${what} was not set: ${message}`, 'error')
  }
  return (
    <FormDialog
      title="Create a user"
      submitLabel="Create user"
      onClose={onClose}
      check={() => ({
        name: checkName(name, 64),
        path: checkPath(path),
        ...(hasPassword && checkPasswordFields(password)),
      })}
      work={work}
      explain={({ code, message }) => (code === 'EntityAlreadyExists' ? { name: message } : undefined)}
    >
      {(errors) => (
        <>
          <TextField label="User name" errorText={errors['name']} value={name} onChange={setName} />
          <TextField
            label="Path"
            description="For policies that speak of many users at once."
            errorText={errors['path']}
            value={path}
            onChange={setPath}
          />
          <GroupChoice label="Groups" value={groups} onChange={setGroups} />
          <Checkbox checked={hasPassword} onChange={({ detail }) => setHasPassword(detail.checked)}>
            May sign in to the console
          </Checkbox>
          {hasPassword && <PasswordFields value={password} onChange={setPassword} errors={errors} />}
        </>
      )}
    </FormDialog>
  )
}

interface Failure {
  readonly what: string
  readonly message: string
}

/** The user is there already, so what fails now does not undo it: it is told, to be mended on the user's page. */
async function addTo(
  UserName: string,
  groups: readonly string[],
  password: { readonly password: string; readonly mustChange: boolean } | undefined,
): Promise<Failure[]> {
  const failures: Failure[] = []
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      failures.push({ what, message: problemOf(error).message })
    }
  }
  if (password) {
    await attempt('The password', () =>
      iam('CreateLoginProfile', {
        UserName,
        Password: password.password,
        PasswordResetRequired: password.mustChange,
      }),
    )
  }
  for (const GroupName of groups) {
    await attempt(`The group ${GroupName}`, () => iam('AddUserToGroup', { UserName, GroupName }))
  }
  return failures
}
