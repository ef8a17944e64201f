import type { PasswordPolicy as Policy } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { Problem } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { PasswordPolicyDialog } from './password-policy-dialog.tsx'

/** Null: the account has none of its own. */
async function loadPolicy(): Promise<Policy | null> {
  try {
    return (await iam('GetAccountPasswordPolicy', {})).PasswordPolicy ?? null
  } catch (error) {
    if (error instanceof Problem && error.code === 'NoSuchEntity') return null
    throw error
  }
}

export function PasswordPolicy() {
  const [dialogue, setDialogue] = useState<'edit' | 'delete'>()
  const policy = useLoad(loadPolicy)
  const close = () => setDialogue(undefined)
  const onDone = (text: string) => {
    close()
    policy.reload()
    tell(text)
  }
  const remove = async () => {
    await iam('DeleteAccountPasswordPolicy', {})
    onDone('The password policy is deleted: AWS’s default holds from now on.')
  }
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {policy.value && <Button onClick={() => setDialogue('delete')}>Delete policy</Button>}
      <Button disabled={policy.value === undefined} onClick={() => setDialogue('edit')}>
        {policy.value ? 'Edit policy' : 'Set a policy'}
      </Button>
    </SpaceBetween>
  )
  return (
    <Container
      header={
        <Header variant="h2" actions={actions} description="What a password of a user must be like when it is set.">
          Password policy
        </Header>
      }
    >
      {policy.problem && <ProblemAlert problem={policy.problem} onRetry={policy.reload} />}
      {policy.value === undefined && !policy.problem && '…'}
      {policy.value === null && (
        <Box>
          The account has none of its own. AWS’s default holds: at least 8 characters, with three of the four kinds
          (upper-case letters, lower-case letters, digits, symbols), and not the account’s name. Passwords do not
          expire, and users change theirs only where their policies allow it.
        </Box>
      )}
      {policy.value && <Rules policy={policy.value} />}
      {dialogue === 'edit' && (
        <PasswordPolicyDialog present={policy.value ?? undefined} onClose={close} onDone={onDone} />
      )}
      {dialogue === 'delete' && (
        <ConfirmDialog title="Delete the password policy?" submitLabel="Delete policy" onClose={close} work={remove}>
          Passwords then need 8 characters of three kinds, and do not expire. Users may change theirs only where their
          policies allow it.
        </ConfirmDialog>
      )}
    </Container>
  )
}

function Rules({ policy }: { readonly policy: Policy }) {
  const kinds = [
    policy.RequireUppercaseCharacters && 'an upper-case letter',
    policy.RequireLowercaseCharacters && 'a lower-case letter',
    policy.RequireNumbers && 'a digit',
    policy.RequireSymbols && 'a symbol',
  ].filter((kind) => typeof kind === 'string')
  const { MaxPasswordAge: age, PasswordReusePrevention: earlier } = policy
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: 'Shortest length', value: `${policy.MinimumPasswordLength ?? 6} characters` },
        { label: 'At least', value: kinds.length > 0 ? new Intl.ListFormat('en').format(kinds) : 'Any characters' },
        { label: 'Expires', value: age ? `After ${count(age, 'day')}` : 'Never' },
        { label: 'An expired password', value: age ? describeExpiry(policy) : '–' },
        {
          label: 'Reuse',
          value: earlier ? `Not the present one, nor the ${count(earlier, 'one')} before it` : 'Allowed',
        },
        {
          label: 'Users may change their own',
          value: policy.AllowUsersToChangePassword ? 'Yes, all of them' : 'Where their policies allow it',
        },
      ]}
    />
  )
}

function describeExpiry({ HardExpiry }: Policy): string {
  return HardExpiry ? 'Is reset by an administrator' : 'Is changed at the next sign-in'
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number.toLocaleString('en')} ${noun}s`
}
