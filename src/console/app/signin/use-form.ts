import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Problem, problemOf } from '../browser/request.ts'

/** Messages by the name of their field. */
export type FieldErrors = Readonly<Record<string, string>>

export interface FormState {
  readonly formRef: RefObject<HTMLFormElement | null>
  readonly isBusy: boolean
  readonly errors: FieldErrors
  /** What the server said, where no field is to blame. */
  readonly problem: Problem | undefined
  readonly submit: (event: FormEvent<HTMLFormElement>) => void
  readonly showErrors: (errors: FieldErrors) => void
}

/**
 * What all forms of the page do alike: one submission at a time, errors tied to fields, and the cursor in the first field
 * that is wrong. The values stay in the form: no state holds a password.
 *
 * `check` returns errors, or none; `work` may throw a Problem, which `explain` can pin to a field.
 */
export function useForm(options: {
  readonly check: (values: FormData) => FieldErrors
  readonly work: (values: FormData) => Promise<void>
  readonly explain?: (problem: Problem) => FieldErrors | undefined
}): FormState {
  const formRef = useRef<HTMLFormElement>(null)
  const isRunning = useRef(false)
  const [isBusy, setIsBusy] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [problem, setProblem] = useState<Problem>()

  useEffect(() => {
    const [name] = Object.keys(errors)
    const field = name === undefined ? undefined : formRef.current?.elements.namedItem(name)
    if (!(field instanceof HTMLInputElement)) return
    field.focus()
    field.select()
  }, [errors])

  const run = async (values: FormData) => {
    const found = options.check(values)
    setErrors(found)
    setProblem(undefined)
    if (Object.keys(found).length > 0) return
    setIsBusy(true)
    try {
      await options.work(values)
    } catch (error) {
      const told = problemOf(error)
      const ofField = options.explain?.(told)
      if (ofField) setErrors(ofField)
      else setProblem(told)
    } finally {
      setIsBusy(false)
    }
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isRunning.current) return
    isRunning.current = true
    void run(new FormData(event.currentTarget)).finally(() => {
      isRunning.current = false
    })
  }
  return { formRef, isBusy, errors, problem, submit, showErrors: setErrors }
}

export function textOf(values: FormData, name: string): string {
  const value = values.get(name)
  return typeof value === 'string' ? value : ''
}
