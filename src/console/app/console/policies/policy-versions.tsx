import type { PolicyVersion } from '@aws-sdk/client-iam'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { DocumentView } from '../documents/document-view.tsx'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { LoadedPage } from '../parts/loaded-page.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { readVersion } from './policy-document.tsx'

interface PolicyVersionsProps {
  readonly arn: string
  readonly isOwn: boolean
  readonly onChanged: () => void
}

interface Dialogue {
  readonly what: 'view' | 'apply' | 'delete'
  readonly version: string
}

export function PolicyVersions({ arn, isOwn, onChanged }: PolicyVersionsProps) {
  const [dialogue, setDialogue] = useState<Dialogue>()
  const close = () => setDialogue(undefined)
  const versions = usePages<PolicyVersion>(async (Marker) => {
    const answer = await iam('ListPolicyVersions', { PolicyArn: arn, ...(Marker && { Marker }) })
    return { items: answer.Versions ?? [], next: nextMarker(answer) }
  })
  const apply = async (VersionId: string) => {
    await iam('SetDefaultPolicyVersion', { PolicyArn: arn, VersionId })
    close()
    onChanged()
    tell(`Version ${VersionId} applies from now on.`)
  }
  const remove = async (VersionId: string) => {
    await iam('DeletePolicyVersion', { PolicyArn: arn, VersionId })
    close()
    versions.reload()
    tell(`Version ${VersionId} is deleted.`)
  }
  return (
    <>
      <ResourceTable
        title="Versions"
        noun="versions"
        pages={versions}
        nameOf={({ VersionId = '' }) => VersionId}
        isSearchable={false}
        description={isOwn ? 'At most five are kept.' : undefined}
        columns={[
          {
            id: 'version',
            header: 'Version',
            isRowHeader: true,
            minWidth: 130,
            cell: ({ VersionId, IsDefaultVersion }) => (
              <SpaceBetween direction="horizontal" size="xs">
                {VersionId}
                {IsDefaultVersion && <Badge color="blue">Applies</Badge>}
              </SpaceBetween>
            ),
          },
          { id: 'created', header: 'Created', minWidth: 150, cell: ({ CreateDate }) => <Moment at={CreateDate} /> },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 200,
            cell: ({ VersionId: version = '', IsDefaultVersion }) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Action what="View" version={version} onClick={() => setDialogue({ what: 'view', version })} />
                {isOwn && !IsDefaultVersion && (
                  <>
                    <Action what="Apply" version={version} onClick={() => setDialogue({ what: 'apply', version })} />
                    <Action what="Delete" version={version} onClick={() => setDialogue({ what: 'delete', version })} />
                  </>
                )}
              </SpaceBetween>
            ),
          },
        ]}
      />
      {dialogue?.what === 'view' && <ViewVersion arn={arn} version={dialogue.version} onClose={close} />}
      {dialogue?.what === 'apply' && (
        <ConfirmDialog
          title={`Apply version ${dialogue.version}?`}
          submitLabel="Apply"
          onClose={close}
          work={() => apply(dialogue.version)}
        >
          It decides from the next request on, wherever the policy is attached.
        </ConfirmDialog>
      )}
      {dialogue?.what === 'delete' && (
        <ConfirmDialog
          title={`Delete version ${dialogue.version}?`}
          submitLabel="Delete"
          onClose={close}
          work={() => remove(dialogue.version)}
        >
          It cannot be brought back.
        </ConfirmDialog>
      )}
    </>
  )
}

interface ActionProps {
  readonly what: string
  readonly version: string
  readonly onClick: () => void
}

function Action({ what, version, onClick }: ActionProps) {
  return (
    <Button variant="inline-link" ariaLabel={`${what} ${version}`} onClick={onClick}>
      {what}
    </Button>
  )
}

interface ViewVersionProps {
  readonly arn: string
  readonly version: string
  readonly onClose: () => void
}

function ViewVersion({ arn, version, onClose }: ViewVersionProps) {
  const document = useLoad(() => readVersion(arn, version))
  return (
    <Modal
      visible
      size="large"
      header={`Version ${version}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <LoadedPage loaded={document}>
        {(text) => <DocumentView text={text} label={`Document of version ${version}`} />}
      </LoadedPage>
    </Modal>
  )
}
