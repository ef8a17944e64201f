import type { AccessKey } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { Verbatim, writeCsv } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { nameInput, type Owner } from './owner.ts'

interface CreateAccessKeyProps {
  readonly owner: Owner
  readonly onClose: () => void
  readonly onCreated: () => void
}

export function CreateAccessKey({ owner, onClose, onCreated }: CreateAccessKeyProps) {
  // The secret lives as long as this dialogue.
  const [key, setKey] = useState<AccessKey>()
  if (key) return <ShowAccessKey accessKey={key} onClose={onClose} />
  const work = async () => {
    const { AccessKey: created } = await iam('CreateAccessKey', nameInput(owner))
    setKey(created)
    onCreated()
  }
  return (
    <FormDialog title="Create an access key" submitLabel="Create" onClose={onClose} work={work}>
      {() => (
        <SpaceBetween size="s">
          <Box>
            An access key works for as long as it exists, from anywhere. Where a person sits in front of the command
            line,
            <b> aws login</b> gives credentials that end by themselves.
          </Box>
          {owner.userName === undefined && (
            <Alert type="warning">
              A key of the root user may do everything. Create users and give them keys instead.
            </Alert>
          )}
        </SpaceBetween>
      )}
    </FormDialog>
  )
}

function ShowAccessKey({ accessKey, onClose }: { readonly accessKey: AccessKey; readonly onClose: () => void }) {
  const { AccessKeyId: id = '', SecretAccessKey: secret = '' } = accessKey
  const save = () => {
    const rows = [
      ['Access key ID', 'Secret access key'],
      [id, new Verbatim(secret)],
    ]
    download(`${id}.csv`, writeCsv(rows))
  }
  return (
    <Modal
      visible
      header="Your new access key"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="download" onClick={save}>
              Download as CSV
            </Button>
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">The secret is shown now and never again. Keep it before you go on.</Alert>
        <KeyValuePairs
          items={[
            { label: 'Access key ID', value: <Copyable text={id} what="Access key ID" /> },
            { label: 'Secret access key', value: <Copyable text={secret} what="Secret access key" /> },
          ]}
        />
      </SpaceBetween>
    </Modal>
  )
}

function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      textToDisplay={text}
      copyButtonAriaLabel={`Copy ${what.toLowerCase()}`}
      copySuccessText={`${what} copied`}
      copyErrorText="The browser did not let the page copy it"
    />
  )
}
