import { useCallback, useEffect, useRef, useState } from 'react'
import { type Problem, problemOf } from '../../browser/request.ts'
import { checkUser, mfaStateOf, type Progress, type SurveyedUser, survey } from './survey.ts'

/** Up to so many users are asked for one by one without being told to. */
const checkedUnasked = 200
const atOnce = 6

export interface Survey {
  readonly users: readonly SurveyedUser[]
  readonly progress: Progress
  readonly isLoading: boolean
  /** While users are asked for one by one. */
  readonly isChecking: boolean
  readonly problem: Problem | undefined
  readonly reload: () => void
  readonly checkAll: () => void
  readonly stop: () => void
}

export function useSurvey(): Survey {
  const [users, setUsers] = useState<readonly SurveyedUser[]>([])
  const [progress, setProgress] = useState<Progress>({ users: 0, devices: 0 })
  const [isLoading, setIsLoading] = useState(true)
  const [isChecking, setIsChecking] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const turn = useRef(0)

  const check = useCallback(async (all: readonly SurveyedUser[], mine: number) => {
    const isStopped = () => mine !== turn.current
    setIsChecking(true)
    const checked = new Map<string, SurveyedUser>()
    const waiting = all.filter((user) => mfaStateOf(user) === 'unknown')
    const publish = () => setUsers(all.map((user) => checked.get(user.arn) ?? user))
    const work = async () => {
      for (let user = waiting.shift(); user && !isStopped(); user = waiting.shift()) {
        checked.set(user.arn, await checkUser(user))
        // Each time anew for a thousand users would cost more than the asking.
        if (checked.size % 50 === 0 && !isStopped()) publish()
      }
    }
    try {
      await Promise.all(Array.from({ length: atOnce }, work))
    } catch (error) {
      if (!isStopped()) setProblem(problemOf(error))
    }
    if (isStopped()) return
    publish()
    setIsChecking(false)
  }, [])

  const reload = useCallback(() => {
    const mine = ++turn.current
    const isStopped = () => mine !== turn.current
    setIsLoading(true)
    setProblem(undefined)
    const onProgress = (now: Progress) => {
      if (!isStopped()) setProgress(now)
    }
    survey(onProgress, isStopped).then(
      (all) => {
        if (isStopped()) return
        setUsers(all)
        setIsLoading(false)
        const unknown = all.filter((user) => mfaStateOf(user) === 'unknown').length
        if (unknown > 0 && unknown <= checkedUnasked) void check(all, mine)
      },
      (error: unknown) => {
        if (isStopped()) return
        setProblem(problemOf(error))
        setIsLoading(false)
      },
    )
  }, [check])

  useEffect(() => {
    reload()
    return () => {
      turn.current++
    }
  }, [reload])

  return {
    users,
    progress,
    isLoading,
    isChecking,
    problem,
    reload,
    checkAll: () => void check(users, turn.current),
    stop: () => {
      turn.current++
      setIsChecking(false)
    },
  }
}
