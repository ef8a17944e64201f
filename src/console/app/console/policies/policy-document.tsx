import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { findDocumentFault } from '../documents/check-document.ts'
import { decodeDocument } from '../documents/decode-document.ts'
import { DocumentField, formatDocument } from '../documents/document-field.tsx'
import { DocumentView } from '../documents/document-view.tsx'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { LoadedPage } from '../parts/loaded-page.tsx'

interface PolicyDocumentProps {
  readonly arn: string
  /** The one that applies. */
  readonly version: string
  readonly isOwn: boolean
  readonly onChanged: () => void
}

export function PolicyDocument({ arn, version, isOwn, onChanged }: PolicyDocumentProps) {
  const [isEditing, setIsEditing] = useState(false)
  const document = useLoad(() => readVersion(arn, version))
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`Version ${version}, the one that applies.`}
          actions={
            isOwn ? (
              <Button disabled={document.value === undefined} onClick={() => setIsEditing(true)}>
                Edit
              </Button>
            ) : undefined
          }
        >
          Document
        </Header>
      }
    >
      <LoadedPage loaded={document}>{(text) => <DocumentView text={text} label="Policy document" />}</LoadedPage>
      {isEditing && document.value !== undefined && (
        <EditDocument
          arn={arn}
          text={formatDocument(document.value)}
          onClose={() => setIsEditing(false)}
          onDone={() => {
            setIsEditing(false)
            onChanged()
          }}
        />
      )}
    </Container>
  )
}

export async function readVersion(PolicyArn: string, VersionId: string): Promise<string> {
  const { PolicyVersion } = await iam('GetPolicyVersion', { PolicyArn, VersionId })
  return decodeDocument(PolicyVersion?.Document)
}

interface EditDocumentProps {
  readonly arn: string
  readonly text: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What is saved is a new version; those before it stay, up to five. */
function EditDocument({ arn, text, onClose, onDone }: EditDocumentProps) {
  const [document, setDocument] = useState(text)
  const [isDefault, setIsDefault] = useState(true)
  const work = async () => {
    const { PolicyVersion } = await iam('CreatePolicyVersion', {
      PolicyArn: arn,
      PolicyDocument: document,
      SetAsDefault: isDefault,
    })
    onDone()
    tell(`Version ${PolicyVersion?.VersionId} is saved${isDefault ? ' and applies from now on' : ''}.`)
  }
  return (
    <FormDialog
      title="Edit the policy"
      submitLabel="Save as new version"
      size="large"
      onClose={onClose}
      check={() => ({ document: findDocumentFault(document, 'managed')?.message })}
      work={work}
      explain={({ code, message }) => (code === 'MalformedPolicyDocument' ? { document: message } : undefined)}
    >
      {(errors) => (
        <>
          <DocumentField
            label="Policy document"
            kind="managed"
            value={document}
            onChange={setDocument}
            errors={errors}
          />
          <Checkbox checked={isDefault} onChange={({ detail }) => setIsDefault(detail.checked)}>
            It applies from now on
          </Checkbox>
        </>
      )}
    </FormDialog>
  )
}
