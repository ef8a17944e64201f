import { type ChangeEvent, useState } from 'react'
import { serverTime } from '../browser/server-time.ts'
import { CodeTimer } from '../codes/code-timer.tsx'
import { isCode, readCodes } from '../codes/digits.ts'
import { timeStepAt } from '../codes/time-step.ts'
import { CodeField, SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { type Device, takeStep } from './steps.ts'
import { textOf, useForm } from './use-form.ts'

interface ResyncStepProps {
  readonly device: Device
  /** With a message when it is done, without one when it was left. */
  readonly onDone: (message?: string) => void
  readonly onStartAgain: (notice: string) => void
}

/** Two codes in a row say what time the device believes it is. */
export function ResyncStep({ device, onDone, onStartAgain }: ResyncStepProps) {
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
    work: async (values) => {
      const { serialNumber } = device
      await takeStep('resync', { serialNumber, code1: firstCode(values, 'code1'), code2: firstCode(values, 'code2') })
      onDone('The device is in step again. Wait for its next code, and enter that.')
    },
    explain: ({ code }) => {
      if (code === 'SignInExpired') onStartAgain('This sign-in took too long. Please begin again.')
      if (code !== 'WrongCode') return undefined
      return {
        code1: 'These are not two codes of this device in a row, or they were used already. Begin with a new one.',
      }
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
    <Frame
      title="Resynchronise the device"
      lead={
        <>
          Enter two codes that <b>{device.name}</b> shows one after the other.
        </>
      }
    >
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      <form ref={form.formRef} onSubmit={form.submit} noValidate>
        <CodeField label="First code" name="code1" onChange={onFirst} error={form.errors['code1']} autoFocus />
        <CodeField label="The code after it" name="code2" error={form.errors['code2']} />
        <CodeTimer waitingSince={firstTypedAt} />
        <SubmitButton isBusy={form.isBusy}>Resynchronise</SubmitButton>
      </form>
      <p className="elsewhere">
        <button type="button" className="link" onClick={() => onDone()}>
          Back to the code
        </button>
      </p>
    </Frame>
  )
}

function firstCode(values: FormData, name: string): string {
  return readCodes(textOf(values, name))[0]
}
