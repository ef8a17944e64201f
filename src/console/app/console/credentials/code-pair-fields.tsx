import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRef, useState } from 'react'
import { serverTime } from '../../browser/server-time.ts'
import { CodeTimer } from '../../codes/code-timer.tsx'
import { isCode, readCodes } from '../../codes/digits.ts'
import { timeStepAt } from '../../codes/time-step.ts'
import type { FieldErrors } from '../parts/use-submission.ts'

export interface CodePair {
  readonly first: string
  readonly second: string
}

export const noCodes: CodePair = { first: '', second: '' }

interface CodePairFieldsProps {
  readonly codes: CodePair
  readonly onChange: (codes: CodePair) => void
  readonly errors: FieldErrors
}

/** Two codes in a row, in the order in which the device shows them; says when the second is due. */
export function CodePairFields({ codes, onChange, errors }: CodePairFieldsProps) {
  const secondField = useRef<InputProps.Ref>(null)
  const [firstTypedIn, setFirstTypedIn] = useState<number>()
  const changeFirst = (text: string) => {
    const [first, second] = readCodes(text)
    onChange({ first, second: second === '' ? codes.second : second })
    if (first === codes.first) return
    setFirstTypedIn(isCode(first) ? timeStepAt(serverTime()).number : undefined)
    if (isCode(first)) secondField.current?.focus()
  }
  return (
    <SpaceBetween size="s">
      <FormField label="First code" description="The code that the device shows now." errorText={errors['first']}>
        <Input
          value={codes.first}
          onChange={({ detail }) => changeFirst(detail.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          spellcheck={false}
          placeholder="000000"
        />
      </FormField>
      <FormField label="Second code" description="The one that comes after it." errorText={errors['second']}>
        <Input
          ref={secondField}
          value={codes.second}
          onChange={({ detail }) => onChange({ ...codes, second: readCodes(detail.value)[0] })}
          inputMode="numeric"
          autoComplete="one-time-code"
          spellcheck={false}
          placeholder="000000"
        />
      </FormField>
      <CodeTimer waitingSince={firstTypedIn} />
    </SpaceBetween>
  )
}

export function checkCodes({ first, second }: CodePair): FieldErrors {
  return {
    first: isCode(first) ? undefined : 'A code has six digits.',
    second: !isCode(second)
      ? 'A code has six digits.'
      : second === first
        ? 'This is the first code again. Wait for the next one.'
        : undefined,
  }
}
