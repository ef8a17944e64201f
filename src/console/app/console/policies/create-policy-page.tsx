import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { findDocumentFault } from '../documents/check-document.ts'
import { DocumentField } from '../documents/document-field.tsx'
import { emptyPolicy } from '../documents/templates.ts'
import { tell } from '../layout/messages.ts'
import { addressOf, navigate } from '../location.ts'
import { checkName, checkPath } from '../parts/check-name.ts'
import { FormPage } from '../parts/form-page.tsx'
import { TextField } from '../parts/text-field.tsx'

export function CreatePolicyPage() {
  const [name, setName] = useState('')
  const [path, setPath] = useState('/')
  const [description, setDescription] = useState('')
  const [document, setDocument] = useState(emptyPolicy)
  const work = async () => {
    const { Policy } = await iam('CreatePolicy', {
      PolicyName: name,
      Path: path,
      PolicyDocument: document,
      ...(description && { Description: description }),
    })
    navigate(addressOf('/policies/details', { arn: Policy?.Arn, name }))
    tell(`The policy ${name} is created.`)
  }
  return (
    <FormPage
      title="Create a policy"
      submitLabel="Create policy"
      parent="/policies"
      check={() => ({
        name: checkName(name, 128),
        path: checkPath(path),
        document: findDocumentFault(document, 'managed')?.message,
      })}
      work={work}
      explain={({ code, message }) => {
        if (code === 'EntityAlreadyExists') return { name: message }
        return code === 'MalformedPolicyDocument' ? { document: message } : undefined
      }}
    >
      {(errors) => (
        <>
          <TextField label="Policy name" errorText={errors['name']} value={name} onChange={setName} />
          <TextField label="Path" errorText={errors['path']} value={path} onChange={setPath} />
          <FormField label="Description" description="It cannot be changed later.">
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} autoComplete={false} />
          </FormField>
          <DocumentField
            label="Policy document"
            kind="managed"
            value={document}
            onChange={setDocument}
            errors={errors}
          />
        </>
      )}
    </FormPage>
  )
}
