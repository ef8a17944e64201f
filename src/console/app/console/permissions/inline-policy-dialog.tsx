import { useState } from 'react'
import { findDocumentFault } from '../documents/check-document.ts'
import { DocumentField, formatDocument } from '../documents/document-field.tsx'
import { emptyPolicy } from '../documents/templates.ts'
import { useLoad } from '../loading/use-load.ts'
import { checkName } from '../parts/check-name.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { LoadedDialog } from '../parts/loaded-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PolicyHolder } from './holder.ts'

interface EditInlinePolicyProps {
  readonly holder: PolicyHolder
  /** Undefined: a new one. */
  readonly name: string | undefined
  readonly onClose: () => void
  readonly onDone: (name: string) => void
}

export function EditInlinePolicy({ holder, name, onClose, onDone }: EditInlinePolicyProps) {
  const document = useLoad(async () =>
    name === undefined ? emptyPolicy : formatDocument(await holder.readInline(name)),
  )
  return (
    <LoadedDialog title={name ?? 'Create an inline policy'} size="large" loaded={document} onClose={onClose}>
      {(text) => <InlinePolicyForm {...{ holder, name, onClose, onDone, text }} />}
    </LoadedDialog>
  )
}

function InlinePolicyForm({ holder, name, onClose, onDone, text }: EditInlinePolicyProps & { readonly text: string }) {
  const [newName, setNewName] = useState(name ?? '')
  const [document, setDocument] = useState(text)
  const work = async () => {
    await holder.putInline(newName, document)
    onDone(newName)
  }
  return (
    <FormDialog
      title={name ?? 'Create an inline policy'}
      submitLabel="Save"
      size="large"
      onClose={onClose}
      check={() => ({
        name: name === undefined ? checkName(newName, 128) : undefined,
        document: findDocumentFault(document, 'inline')?.message,
      })}
      work={work}
      explain={({ code, message }) => (code === 'MalformedPolicyDocument' ? { document: message } : undefined)}
    >
      {(errors) => (
        <>
          {name === undefined && (
            <TextField label="Policy name" errorText={errors['name']} value={newName} onChange={setNewName} />
          )}
          <DocumentField
            label="Policy document"
            kind="inline"
            value={document}
            onChange={setDocument}
            errors={errors}
          />
        </>
      )}
    </FormDialog>
  )
}
