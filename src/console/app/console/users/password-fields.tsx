import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { PasswordInput } from '../parts/password-input.tsx'
import type { FieldErrors } from '../parts/use-submission.ts'
import { generatePassword } from './generate-password.ts'

export interface PasswordChoice {
  readonly isGenerated: boolean
  readonly password: string
  readonly mustChange: boolean
}

export function newPasswordChoice(): PasswordChoice {
  return { isGenerated: true, password: generatePassword(), mustChange: true }
}

interface PasswordFieldsProps {
  readonly value: PasswordChoice
  readonly onChange: (value: PasswordChoice) => void
  readonly errors: FieldErrors
}

/** A password for somebody else: made up here and shown once, or typed. */
export function PasswordFields({ value, onChange, errors }: PasswordFieldsProps) {
  return (
    <>
      <FormField label="Console password" stretch>
        <RadioGroup
          value={value.isGenerated ? 'generated' : 'typed'}
          onChange={({ detail }) => {
            const isGenerated = detail.value === 'generated'
            onChange({ ...value, isGenerated, password: isGenerated ? generatePassword() : '' })
          }}
          items={[
            { value: 'generated', label: 'Make one up', description: 'It is shown once, to be handed over.' },
            { value: 'typed', label: 'Type one' },
          ]}
        />
      </FormField>
      {!value.isGenerated && (
        <FormField label="Password" errorText={errors['password']}>
          <PasswordInput
            label="password"
            value={value.password}
            onChange={(password) => onChange({ ...value, password })}
            autoComplete="new-password"
          />
        </FormField>
      )}
      <Checkbox
        checked={value.mustChange}
        onChange={({ detail }) => onChange({ ...value, mustChange: detail.checked })}
        description="So that nobody else knows it. The user's policies must allow iam:ChangePassword."
      >
        Has to be changed at the next sign-in
      </Checkbox>
    </>
  )
}

export function checkPasswordFields({ password }: PasswordChoice): FieldErrors {
  return { password: password === '' ? 'Enter a password.' : undefined }
}
