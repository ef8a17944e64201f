import type { Policy } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { LoadedPage } from '../parts/loaded-page.tsx'
import { Moment } from '../parts/moment.tsx'
import { isOfAws } from '../permissions/policy-choice.tsx'
import { policyTags } from '../tags/tag-holder.ts'
import { Tags } from '../tags/tags.tsx'
import { PolicyDocument } from './policy-document.tsx'
import { PolicyHolders } from './policy-holders.tsx'
import { PolicyVersions } from './policy-versions.tsx'

export function PolicyPage() {
  const arn = usePlace().query.get('arn') ?? ''
  const [isDeleting, setIsDeleting] = useState(false)
  const policy = useLoad(async () => (await iam('GetPolicy', { PolicyArn: arn })).Policy)
  const name = policy.value?.PolicyName ?? arn.slice(arn.lastIndexOf('/') + 1)
  const remove = async () => {
    await deletePolicy(arn)
    navigate(addressOf('/policies'))
    tell(`The policy ${name} is deleted.`)
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={policy.value?.Description}
        actions={isOfAws(arn) ? undefined : <Button onClick={() => setIsDeleting(true)}>Delete policy</Button>}
      >
        <span className="breakable">{name}</span>
      </Header>
      <LoadedPage loaded={policy}>{(value) => value && <Parts policy={value} onChanged={policy.reload} />}</LoadedPage>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          submitLabel="Delete policy"
          onClose={() => setIsDeleting(false)}
          work={remove}
        >
          All its versions are deleted. A policy that is attached somewhere has to be detached there first.
        </ConfirmDialog>
      )}
    </SpaceBetween>
  )
}

function Parts({ policy, onChanged }: { readonly policy: Policy; readonly onChanged: () => void }) {
  const { Arn: arn = '', DefaultVersionId: version = '' } = policy
  const isOwn = !isOfAws(arn)
  return (
    <SpaceBetween size="l">
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'ARN', value: <span className="breakable">{arn}</span> },
            { label: 'Kind', value: isOwn ? 'Customer managed' : 'AWS managed' },
            { label: 'Created', value: <Moment at={policy.CreateDate} /> },
            { label: 'Updated', value: <Moment at={policy.UpdateDate} /> },
          ]}
        />
      </Container>
      <Tabs
        ariaLabel={`Parts of ${policy.PolicyName}`}
        tabs={[
          {
            id: 'document',
            label: 'Document',
            content: <PolicyDocument key={version} {...{ arn, version, isOwn, onChanged }} />,
          },
          {
            id: 'versions',
            label: 'Versions',
            content: <PolicyVersions key={version} {...{ arn, isOwn, onChanged }} />,
          },
          { id: 'holders', label: 'Attached to', content: <PolicyHolders arn={arn} /> },
          ...(isOwn ? [{ id: 'tags', label: 'Tags', content: <Tags holder={policyTags(arn)} /> }] : []),
        ]}
      />
    </SpaceBetween>
  )
}

/** IAM deletes a policy only when the default version is the last; one that is attached it keeps. */
async function deletePolicy(PolicyArn: string): Promise<void> {
  const { Policy } = await iam('GetPolicy', { PolicyArn })
  // Asked first, so that a refusal does not cost the versions.
  if ((Policy?.AttachmentCount ?? 0) === 0 && (Policy?.PermissionsBoundaryUsageCount ?? 0) === 0) {
    const versions = await listAll(async (Marker) => {
      const answer = await iam('ListPolicyVersions', { PolicyArn, ...(Marker && { Marker }) })
      return { items: answer.Versions ?? [], next: nextMarker(answer) }
    })
    for (const { VersionId, IsDefaultVersion } of versions) {
      if (!IsDefaultVersion) await iam('DeletePolicyVersion', { PolicyArn, VersionId })
    }
  }
  await iam('DeletePolicy', { PolicyArn })
}
