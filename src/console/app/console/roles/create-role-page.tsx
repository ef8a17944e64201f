import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { findDocumentFault } from '../documents/check-document.ts'
import { DocumentField } from '../documents/document-field.tsx'
import { trustTemplate } from '../documents/templates.ts'
import { tell } from '../layout/messages.ts'
import { addressOf, navigate } from '../location.ts'
import { checkName, checkPath } from '../parts/check-name.ts'
import { FormPage } from '../parts/form-page.tsx'
import { TextField } from '../parts/text-field.tsx'

export function CreateRolePage() {
  const { accountId } = useSession()
  const [name, setName] = useState('')
  const [path, setPath] = useState('/')
  const [description, setDescription] = useState('')
  const [document, setDocument] = useState(() => trustTemplate(accountId))
  const work = async () => {
    await iam('CreateRole', {
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: document,
      ...(description && { Description: description }),
    })
    navigate(addressOf('/roles/details', { name }))
    tell(`The role ${name} is created. It may do nothing until policies are attached.`)
  }
  return (
    <FormPage
      title="Create a role"
      submitLabel="Create role"
      parent="/roles"
      check={() => ({
        name: checkName(name, 64),
        path: checkPath(path),
        document: findDocumentFault(document, 'trust')?.message,
      })}
      work={work}
      explain={({ code, message }) => {
        if (code === 'EntityAlreadyExists') return { name: message }
        return code === 'MalformedPolicyDocument' ? { document: message } : undefined
      }}
    >
      {(errors) => (
        <>
          <TextField label="Role name" errorText={errors['name']} value={name} onChange={setName} />
          <TextField label="Path" errorText={errors['path']} value={path} onChange={setPath} />
          <FormField label="Description">
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} autoComplete={false} />
          </FormField>
          <DocumentField
            label="Trust policy: who may assume the role"
            kind="trust"
            value={document}
            onChange={setDocument}
            errors={errors}
          />
        </>
      )}
    </FormPage>
  )
}
