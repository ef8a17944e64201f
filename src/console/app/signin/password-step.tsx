import { useEffect, useState } from 'react'
import type { Problem } from '../browser/request.ts'
import { Field, PasswordField, SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { findAccount, type SignInStep, takeStep } from './steps.ts'
import { type FieldErrors, textOf, useForm } from './use-form.ts'

type Kind = 'user' | 'root'

interface PasswordStepProps {
  /** Why the sign-in begins anew. */
  readonly notice: string | undefined
  readonly onStep: (step: SignInStep, userName: string) => void
}

export function PasswordStep({ notice, onStep }: PasswordStepProps) {
  const [kind, setKind] = useState<Kind>('user')
  const account = useAccount()
  const form = useForm({
    check: (values) => (kind === 'user' ? checkUser(values) : checkRoot(values)),
    work: async (values) => {
      const password = textOf(values, 'password')
      const userName = textOf(values, 'userName').trim()
      const fields =
        kind === 'user'
          ? { account: textOf(values, 'account').trim(), userName, password }
          : { rootEmail: textOf(values, 'rootEmail').trim(), password }
      onStep(await takeStep('password', fields), userName)
    },
    explain: pinToPassword,
  })
  const { errors } = form
  return (
    <Frame title="Sign in">
      {notice !== undefined && <Notice kind="info">{notice}</Notice>}
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      <form ref={form.formRef} onSubmit={form.submit} noValidate>
        <KindChoice kind={kind} onChange={setKind} />
        {kind === 'user' ? (
          <>
            <Field
              key={account}
              label="Account ID or alias"
              name="account"
              defaultValue={account}
              autoComplete="organization"
              autoCapitalize="none"
              spellCheck={false}
              error={errors['account']}
            />
            <Field
              label="User name"
              name="userName"
              autoComplete="username"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              error={errors['userName']}
              autoFocus
            />
          </>
        ) : (
          <Field
            label="E-mail address of the root user"
            name="rootEmail"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            error={errors['rootEmail']}
          />
        )}
        <PasswordField label="Password" name="password" autoComplete="current-password" error={errors['password']} />
        <SubmitButton isBusy={form.isBusy}>Sign in</SubmitButton>
      </form>
    </Frame>
  )
}

function KindChoice({ kind, onChange }: { readonly kind: Kind; readonly onChange: (kind: Kind) => void }) {
  const choices: readonly (readonly [Kind, string])[] = [
    ['user', 'IAM user'],
    ['root', 'Root user'],
  ]
  return (
    <fieldset className="choice">
      <legend>Sign in as</legend>
      {choices.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="kind" value={value} checked={kind === value} onChange={() => onChange(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Filled in where the server says it: an account that a person needs not look up. */
function useAccount(): string {
  const [account, setAccount] = useState('')
  useEffect(() => {
    findAccount().then(
      ({ accountAlias, accountId }) => setAccount(accountAlias ?? accountId),
      () => undefined,
    )
  }, [])
  return account
}

function checkUser(values: FormData): FieldErrors {
  return {
    ...(textOf(values, 'account').trim() === '' && { account: 'Enter the account’s ID (12 digits) or its alias.' }),
    ...(textOf(values, 'userName').trim() === '' && { userName: 'Enter your user name.' }),
    ...(textOf(values, 'password') === '' && { password: 'Enter your password.' }),
  }
}

function checkRoot(values: FormData): FieldErrors {
  return {
    ...(!textOf(values, 'rootEmail').includes('@') && { rootEmail: 'Enter the e-mail address of the root user.' }),
    ...(textOf(values, 'password') === '' && { password: 'Enter your password.' }),
  }
}

function pinToPassword({ code, message }: Problem): FieldErrors | undefined {
  return code === 'InvalidCredentials' ? { password: message } : undefined
}
