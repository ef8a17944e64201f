import { useCallback, useEffect, useRef, useState } from 'react'
import { type Problem, problemOf } from '../../browser/request.ts'

export interface Loaded<Value> {
  /** The latest; it stays while it is loaded anew. */
  readonly value: Value | undefined
  readonly problem: Problem | undefined
  readonly isLoading: boolean
  readonly reload: () => void
}

/**
 * Loads when the component appears, so give it a `key` of what it shows. Of several answers the one to the latest question
 * counts.
 */
export function useLoad<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'reload'>>({
    value: undefined,
    problem: undefined,
    isLoading: true,
  })
  const latest = useRef(0)
  const latestLoad = useRef(load)
  useEffect(() => {
    latestLoad.current = load
  })
  const reload = useCallback(() => {
    const turn = ++latest.current
    setState((before) => ({ ...before, isLoading: true }))
    latestLoad.current().then(
      (value) => {
        if (turn === latest.current) setState({ value, problem: undefined, isLoading: false })
      },
      (error: unknown) => {
        if (turn === latest.current) setState({ value: undefined, problem: problemOf(error), isLoading: false })
      },
    )
  }, [])
  useEffect(() => {
    reload()
    return () => {
      latest.current++
    }
  }, [reload])
  return { ...state, reload }
}
