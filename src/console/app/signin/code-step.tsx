import { type ReactNode, useState } from 'react'
import { isCode, readCodes } from '../codes/digits.ts'
import { CodeField, SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { type Device, type SignInStep, takeStep } from './steps.ts'
import { textOf, useForm } from './use-form.ts'

interface CodeStepProps {
  readonly device: Device
  readonly onStep: (step: SignInStep) => void
  readonly onStartAgain: (notice: string) => void
  readonly onResync: () => void
  readonly children: ReactNode
  readonly footer: ReactNode
}

export function CodeStep({ device, onStep, onStartAgain, onResync, children, footer }: CodeStepProps) {
  const [mayResync, setMayResync] = useState(false)
  const form = useForm({
    check: (values) => (isCode(codeIn(values)) ? {} : { code: 'A code has six digits.' }),
    work: async (values) => onStep(await takeStep('code', { serialNumber: device.serialNumber, code: codeIn(values) })),
    explain: ({ code, message, details }) => {
      if (code === 'SignInExpired') onStartAgain(message)
      if (details['offerResync'] === true) setMayResync(true)
      return code === 'WrongCode' || code === 'ValidationError' ? { code: message } : undefined
    },
  })
  return (
    <Frame
      title="Enter a code"
      lead={
        <>
          Your password is right. Now the code that <b>{device.name}</b> shows.
        </>
      }
    >
      {children}
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      <form ref={form.formRef} onSubmit={form.submit} noValidate>
        <CodeField label="Code" name="code" error={form.errors['code']} autoFocus />
        <SubmitButton isBusy={form.isBusy}>Continue</SubmitButton>
      </form>
      {mayResync && (
        <Notice kind="info">
          <p>Still wrong? The clock of the device may have run away. Two codes in a row show how far.</p>
          <button type="button" className="secondary" onClick={onResync}>
            Resynchronise the device
          </button>
        </Notice>
      )}
      {footer}
    </Frame>
  )
}

function codeIn(values: FormData): string {
  const [code, more] = readCodes(textOf(values, 'code'))
  return code + more
}
