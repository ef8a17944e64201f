import type { PasswordPolicy } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { PasswordInput } from '../parts/password-input.tsx'
import type { FieldErrors } from '../parts/use-submission.ts'

export interface NewPassword {
  readonly password: string
  readonly again: string
}

export const noPassword: NewPassword = { password: '', again: '' }

interface NewPasswordFieldsProps {
  readonly value: NewPassword
  readonly onChange: (value: NewPassword) => void
  readonly errors: FieldErrors
}

/** Twice, and with what the account demands of it, where the person may know that. */
export function NewPasswordFields({ value, onChange, errors }: NewPasswordFieldsProps) {
  const policy = useLoad(async () => {
    const { PasswordPolicy } = await iam('GetAccountPasswordPolicy', {}, { isQuiet: true })
    return PasswordPolicy
  })
  return (
    <>
      <FormField
        label="New password"
        errorText={errors['password']}
        constraintText={policy.value && describePolicy(policy.value)}
      >
        <PasswordInput
          label="new password"
          value={value.password}
          onChange={(password) => onChange({ ...value, password })}
          autoComplete="new-password"
        />
      </FormField>
      <FormField label="New password again" errorText={errors['again']}>
        <PasswordInput
          label="new password again"
          value={value.again}
          onChange={(again) => onChange({ ...value, again })}
          autoComplete="new-password"
        />
      </FormField>
    </>
  )
}

export function checkNewPassword({ password, again }: NewPassword): FieldErrors {
  if (password === '') return { password: 'Enter a new password.' }
  return { again: password === again ? undefined : 'The two passwords differ.' }
}

function describePolicy(policy: PasswordPolicy): string {
  const kinds = [
    policy.RequireUppercaseCharacters && 'an upper-case letter',
    policy.RequireLowercaseCharacters && 'a lower-case letter',
    policy.RequireNumbers && 'a digit',
    policy.RequireSymbols && 'a symbol',
  ].filter((kind) => typeof kind === 'string')
  const needs = kinds.length > 0 ? `, with ${new Intl.ListFormat('en').format(kinds)}` : ''
  const reuse = policy.PasswordReusePrevention ? ` None of the last ${policy.PasswordReusePrevention}.` : ''
  return `At least ${policy.MinimumPasswordLength ?? 8} characters${needs}.${reuse}`
}
