import type { PasswordPolicy, UpdateAccountPasswordPolicyRequest } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { checkWholeNumber } from './check-whole-number.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html */
const limits = { length: [6, 128], age: [1, 1095], reuse: [1, 24] } as const

interface Draft {
  readonly length: string
  readonly uppercase: boolean
  readonly lowercase: boolean
  readonly numbers: boolean
  readonly symbols: boolean
  readonly expires: boolean
  readonly age: string
  readonly hardExpiry: boolean
  readonly preventsReuse: boolean
  readonly reuse: string
  readonly usersMayChange: boolean
}

type Switch = { [Name in keyof Draft]: Draft[Name] extends boolean ? Name : never }[keyof Draft]

interface PasswordPolicyDialogProps {
  readonly present: PasswordPolicy | undefined
  readonly onClose: () => void
  readonly onDone: (text: string) => void
}

export function PasswordPolicyDialog({ present, onClose, onDone }: PasswordPolicyDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(present))
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const box = (name: Switch, label: string, description?: string) => (
    <Checkbox
      checked={draft[name]}
      onChange={({ detail }) => change({ [name]: detail.checked })}
      description={description}
    >
      {label}
    </Checkbox>
  )
  const number = (name: 'length' | 'age' | 'reuse') => (
    <Input
      type="number"
      inputMode="numeric"
      value={draft[name]}
      onChange={({ detail }) => change({ [name]: detail.value })}
    />
  )
  const work = async () => {
    await iam('UpdateAccountPasswordPolicy', inputOf(draft))
    onDone('The password policy is saved. It holds for passwords that are set from now on; expiry holds for all.')
  }
  return (
    <FormDialog
      title="Password policy"
      submitLabel="Save policy"
      onClose={onClose}
      check={() => ({
        length: checkWholeNumber(draft.length, limits.length),
        age: draft.expires ? checkWholeNumber(draft.age, limits.age) : undefined,
        reuse: draft.preventsReuse ? checkWholeNumber(draft.reuse, limits.reuse) : undefined,
      })}
      work={work}
    >
      {(errors) => (
        <>
          <FormField label="Shortest length" constraintText="6 to 128 characters" errorText={errors['length']}>
            {number('length')}
          </FormField>
          <FormField label="A password needs at least" stretch>
            <SpaceBetween size="xxs">
              {box('uppercase', 'One upper-case letter (A to Z)')}
              {box('lowercase', 'One lower-case letter (a to z)')}
              {box('numbers', 'One digit (0 to 9)')}
              {box('symbols', 'One symbol', "One of ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '")}
            </SpaceBetween>
          </FormField>
          <FormField label="Expiry" stretch>
            {box(
              'expires',
              'Passwords expire',
              'Those that are in use already as well, counted from when they were set.',
            )}
          </FormField>
          {draft.expires && (
            <>
              <FormField label="Days until a password expires" constraintText="1 to 1,095" errorText={errors['age']}>
                {number('age')}
              </FormField>
              {box('hardExpiry', 'Only an administrator resets an expired password')}
              {draft.hardExpiry && (
                <Alert type="warning">
                  Whoever lets the password expire cannot sign in, administrators included. Keep an access key or the
                  root user’s password at hand.
                </Alert>
              )}
            </>
          )}
          <FormField label="Reuse" stretch>
            {box('preventsReuse', 'Prevent the reuse of earlier passwords')}
          </FormField>
          {draft.preventsReuse && (
            <FormField label="Earlier passwords to remember" constraintText="1 to 24" errorText={errors['reuse']}>
              {number('reuse')}
            </FormField>
          )}
          <FormField label="Users" stretch>
            {box(
              'usersMayChange',
              'Users may change their own password',
              'Whatever their policies say, unless one denies it.',
            )}
          </FormField>
        </>
      )}
    </FormDialog>
  )
}

function draftOf(policy: PasswordPolicy | undefined): Draft {
  return {
    length: String(policy?.MinimumPasswordLength ?? 12),
    uppercase: policy?.RequireUppercaseCharacters ?? false,
    lowercase: policy?.RequireLowercaseCharacters ?? false,
    numbers: policy?.RequireNumbers ?? false,
    symbols: policy?.RequireSymbols ?? false,
    expires: policy?.MaxPasswordAge !== undefined,
    age: String(policy?.MaxPasswordAge ?? 90),
    hardExpiry: policy?.HardExpiry ?? false,
    preventsReuse: policy?.PasswordReusePrevention !== undefined,
    reuse: String(policy?.PasswordReusePrevention ?? 5),
    usersMayChange: policy?.AllowUsersToChangePassword ?? true,
  }
}

/** The whole policy: what is left out would get its default. */
function inputOf(draft: Draft): UpdateAccountPasswordPolicyRequest {
  return {
    MinimumPasswordLength: Number(draft.length),
    RequireUppercaseCharacters: draft.uppercase,
    RequireLowercaseCharacters: draft.lowercase,
    RequireNumbers: draft.numbers,
    RequireSymbols: draft.symbols,
    AllowUsersToChangePassword: draft.usersMayChange,
    HardExpiry: draft.expires && draft.hardExpiry,
    ...(draft.expires && { MaxPasswordAge: Number(draft.age) }),
    ...(draft.preventsReuse && { PasswordReusePrevention: Number(draft.reuse) }),
  }
}
