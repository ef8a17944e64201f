import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { refreshSession, useSession } from '../api/session.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { AliasDialog } from './alias-dialog.tsx'

/** The account's number, and the name by which people sign in instead. */
export function AccountName() {
  const { accountId } = useSession()
  const [dialogue, setDialogue] = useState<'set' | 'delete'>()
  const alias = useLoad(async () => (await iam('ListAccountAliases', {})).AccountAliases?.[0] ?? null)
  const close = () => setDialogue(undefined)
  const onDone = (text: string) => {
    close()
    alias.reload()
    // The top of every page shows it too.
    refreshSession()
    tell(text)
  }
  const remove = async (name: string) => {
    await iam('DeleteAccountAlias', { AccountAlias: name })
    onDone(`The account has no alias any more. People sign in with ${accountId}.`)
  }
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {alias.value && <Button onClick={() => setDialogue('delete')}>Delete alias</Button>}
      <Button disabled={alias.value === undefined} onClick={() => setDialogue('set')}>
        {alias.value ? 'Change alias' : 'Create alias'}
      </Button>
    </SpaceBetween>
  )
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={actions}
          description="People may type the alias instead of the number when they sign in."
        >
          Account
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Account ID', value: <AccountId id={accountId} /> },
            ...(alias.problem ? [] : [{ label: 'Account alias', value: describe(alias.value) }]),
          ]}
        />
        {alias.problem && <ProblemAlert problem={alias.problem} onRetry={alias.reload} />}
      </SpaceBetween>
      {dialogue === 'set' && <AliasDialog present={alias.value ?? undefined} onClose={close} onDone={onDone} />}
      {dialogue === 'delete' && alias.value && (
        <ConfirmDialog
          title={`Delete the alias ${alias.value}?`}
          submitLabel="Delete alias"
          onClose={close}
          work={() => remove(alias.value ?? '')}
        >
          From now on people sign in with the number {accountId}.
        </ConfirmDialog>
      )}
    </Container>
  )
}

function describe(alias: string | null | undefined) {
  if (alias === undefined) return '…'
  return alias === null ? 'None' : <span className="breakable">{alias}</span>
}

function AccountId({ id }: { readonly id: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      copyButtonAriaLabel="Copy account ID"
      copySuccessText="Account ID copied"
      copyErrorText="The browser did not let the page copy it"
    />
  )
}
