import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { addressOf, navigate } from '../location.ts'
import { checkName, checkPath } from '../parts/check-name.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'

export function CreateGroup({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [path, setPath] = useState('/')
  const work = async () => {
    await iam('CreateGroup', { GroupName: name, Path: path })
    navigate(addressOf('/groups/details', { name }))
    tell(`The group ${name} is created.`)
  }
  return (
    <FormDialog
      title="Create a group"
      submitLabel="Create group"
      onClose={onClose}
      check={() => ({ name: checkName(name, 128), path: checkPath(path) })}
      work={work}
      explain={({ code, message }) => (code === 'EntityAlreadyExists' ? { name: message } : undefined)}
    >
      {(errors) => (
        <>
          <TextField label="Group name" errorText={errors['name']} value={name} onChange={setName} />
          <TextField label="Path" errorText={errors['path']} value={path} onChange={setPath} />
        </>
      )}
    </FormDialog>
  )
}
