import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { findDocumentFault } from '../documents/check-document.ts'
import { decodeDocument } from '../documents/decode-document.ts'
import { DocumentField, formatDocument } from '../documents/document-field.tsx'
import { DocumentView } from '../documents/document-view.tsx'
import { tell } from '../layout/messages.ts'
import { FormDialog } from '../parts/form-dialog.tsx'

interface TrustPolicyProps {
  readonly role: Role
  readonly onChanged: () => void
}

export function TrustPolicy({ role, onChanged }: TrustPolicyProps) {
  const [isEditing, setIsEditing] = useState(false)
  const text = decodeDocument(role.AssumeRolePolicyDocument)
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may assume the role, and under which conditions."
          actions={<Button onClick={() => setIsEditing(true)}>Edit trust policy</Button>}
        >
          Trust policy
        </Header>
      }
    >
      <DocumentView text={text} label={`Trust policy of ${role.RoleName}`} />
      {isEditing && (
        <EditTrustPolicy
          roleName={role.RoleName ?? ''}
          text={formatDocument(text)}
          onClose={() => setIsEditing(false)}
          onDone={() => {
            setIsEditing(false)
            onChanged()
            tell('The trust policy is saved.')
          }}
        />
      )}
    </Container>
  )
}

interface EditTrustPolicyProps {
  readonly roleName: string
  readonly text: string
  readonly onClose: () => void
  readonly onDone: () => void
}

function EditTrustPolicy({ roleName, text, onClose, onDone }: EditTrustPolicyProps) {
  const [document, setDocument] = useState(text)
  const work = async () => {
    await iam('UpdateAssumeRolePolicy', { RoleName: roleName, PolicyDocument: document })
    onDone()
  }
  return (
    <FormDialog
      title={`Trust policy of ${roleName}`}
      submitLabel="Save"
      size="large"
      onClose={onClose}
      check={() => ({ document: findDocumentFault(document, 'trust')?.message })}
      work={work}
      explain={({ code, message }) => (code === 'MalformedPolicyDocument' ? { document: message } : undefined)}
    >
      {(errors) => (
        <DocumentField label="Policy document" kind="trust" value={document} onChange={setDocument} errors={errors} />
      )}
    </FormDialog>
  )
}
