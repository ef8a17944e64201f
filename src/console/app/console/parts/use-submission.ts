import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Problem, problemOf } from '../../browser/request.ts'

/** Messages by the name of their field. */
export type FieldErrors = Readonly<Record<string, string | undefined>>

export interface Submission {
  readonly formRef: RefObject<HTMLFormElement | null>
  readonly isBusy: boolean
  readonly errors: FieldErrors
  readonly problem: Problem | undefined
  readonly submit: (event: FormEvent) => void
}

export interface SubmissionOptions {
  readonly check?: () => FieldErrors
  readonly work: () => Promise<void>
  /** Pins a problem to fields. */
  readonly explain?: (problem: Problem) => FieldErrors | undefined
}

/** One submission at a time; errors at their fields, the first of which gets the focus. */
export function useSubmission({ check, work, explain }: SubmissionOptions): Submission {
  const formRef = useRef<HTMLFormElement>(null)
  const isRunning = useRef(false)
  const isThere = useRef(true)
  const [isBusy, setIsBusy] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [problem, setProblem] = useState<Problem>()

  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])
  useEffect(() => {
    if (!hasErrors(errors)) return
    formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  const run = async () => {
    const found = check?.() ?? {}
    setErrors(found)
    setProblem(undefined)
    if (hasErrors(found)) return
    setIsBusy(true)
    try {
      await work()
    } catch (error) {
      if (!isThere.current) return
      const told = problemOf(error)
      const ofFields = explain?.(told)
      if (ofFields) setErrors(ofFields)
      else setProblem(told)
    } finally {
      if (isThere.current) setIsBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A form in a dialogue is, to React, within whatever opened the dialogue.
    event.stopPropagation()
    if (isRunning.current) return
    isRunning.current = true
    void run().finally(() => {
      isRunning.current = false
    })
  }
  return { formRef, isBusy, errors, problem, submit }
}

function hasErrors(errors: FieldErrors): boolean {
  return Object.values(errors).some((text) => text !== undefined)
}
