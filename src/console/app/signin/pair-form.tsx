import { type ChangeEvent, type ReactNode, useState } from 'react'
import { serverTime } from '../browser/server-time.ts'
import { CodeTimer } from '../codes/code-timer.tsx'
import { isCode, readCodes } from '../codes/digits.ts'
import { timeStepAt } from '../codes/time-step.ts'
import { CodeField, SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { textOf, useForm } from './use-form.ts'

interface PairFormProps {
  readonly title: string
  readonly lead: ReactNode
  /** What the button does. */
  readonly action: string
  /** @throws Problem */
  readonly onPair: (codes: { readonly code1: string; readonly code2: string }) => Promise<void>
  /** What two codes that do not go together are told, below the first. */
  readonly wrong: string
  readonly onStartAgain: (notice: string) => void
  /** Above the form. */
  readonly children?: ReactNode
  readonly footer: ReactNode
}

/** Two codes in a row: the first leads to the second, and how long that takes is shown. */
export function PairForm({ title, lead, action, onPair, wrong, onStartAgain, children, footer }: PairFormProps) {
  const [firstTypedAt, setFirstTypedAt] = useState<number>()
  const form = useForm({
    check: (values) => {
      const [code1, code2] = [firstCode(values, 'code1'), firstCode(values, 'code2')]
      return {
        ...(!isCode(code1) && { code1: 'A code has six digits.' }),
        ...(!isCode(code2) && { code2: 'A code has six digits.' }),
        ...(isCode(code1) && code1 === code2 && { code2: 'That is the same code. Wait for the next one.' }),
      }
    },
    work: (values) => onPair({ code1: firstCode(values, 'code1'), code2: firstCode(values, 'code2') }),
    explain: ({ code }) => {
      if (code === 'SignInExpired') onStartAgain('This sign-in took too long. Please begin again.')
      return code === 'WrongCode' ? { code1: wrong } : undefined
    },
  })
  const onFirst = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [first, second] = readCodes(currentTarget.value)
    setFirstTypedAt(isCode(first) ? timeStepAt(serverTime()).number : undefined)
    const next = form.formRef.current?.elements.namedItem('code2')
    if (!isCode(first) || !(next instanceof HTMLInputElement)) return
    if (second !== '') {
      currentTarget.value = first
      next.value = second
    }
    next.focus()
  }
  return (
    <Frame title={title} lead={lead}>
      {children}
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      <form ref={form.formRef} onSubmit={form.submit} noValidate>
        <CodeField label="First code" name="code1" onChange={onFirst} error={form.errors['code1']} autoFocus />
        <CodeField label="The code after it" name="code2" error={form.errors['code2']} />
        <CodeTimer waitingSince={firstTypedAt} />
        <SubmitButton isBusy={form.isBusy}>{action}</SubmitButton>
      </form>
      {footer}
    </Frame>
  )
}

function firstCode(values: FormData, name: string): string {
  return readCodes(textOf(values, name))[0]
}
