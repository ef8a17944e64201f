import { PasswordField, SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { type SignInStep, takeStep } from './steps.ts'
import { type FieldErrors, textOf, useForm } from './use-form.ts'

interface NewPasswordStepProps {
  readonly reason: 'reset required' | 'expired'
  readonly userName: string
  readonly onStep: (step: SignInStep) => void
  readonly onStartAgain: (notice?: string) => void
}

const leads: Readonly<Record<NewPasswordStepProps['reason'], string>> = {
  'reset required': 'Your password was set by an administrator. Choose one that only you know.',
  expired: 'Your password has expired. Choose a new one.',
}

export function NewPasswordStep({ reason, userName, onStep, onStartAgain }: NewPasswordStepProps) {
  const form = useForm({
    check,
    work: async (values) => onStep(await takeStep('new-password', { newPassword: textOf(values, 'newPassword') })),
    explain: ({ code, message }) => {
      if (code === 'SignInExpired') onStartAgain(message)
      return code === 'PasswordPolicyViolation' || code === 'ValidationError' ? { newPassword: message } : undefined
    },
  })
  return (
    <Frame title="Choose a new password" lead={leads[reason]}>
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      <form ref={form.formRef} onSubmit={form.submit} noValidate>
        {/* Tells password managers whose password it is. */}
        <input
          className="unseen"
          name="userName"
          autoComplete="username"
          value={userName}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          error={form.errors['newPassword']}
          autoFocus
        />
        <PasswordField
          label="New password again"
          name="again"
          autoComplete="new-password"
          error={form.errors['again']}
        />
        <SubmitButton isBusy={form.isBusy}>Change password</SubmitButton>
      </form>
      <p className="elsewhere">
        <button type="button" className="link" onClick={() => onStartAgain()}>
          Start again
        </button>
      </p>
    </Frame>
  )
}

function check(values: FormData): FieldErrors {
  const newPassword = textOf(values, 'newPassword')
  if (newPassword === '') return { newPassword: 'Enter a new password.' }
  return newPassword === textOf(values, 'again') ? {} : { again: 'The two passwords differ.' }
}
