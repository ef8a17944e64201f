import { useEffect, useState } from 'react'
import { serverTime } from '../browser/server-time.ts'

/** https://www.rfc-editor.org/rfc/rfc6238#section-5.2 */
export const stepSeconds = 30

export interface TimeStep {
  /** Counted since the epoch. */
  readonly number: number
  /** Until the next one begins: 1 to 30. */
  readonly secondsLeft: number
}

export function timeStepAt(milliseconds: number): TimeStep {
  const seconds = Math.floor(milliseconds / 1000)
  return { number: Math.floor(seconds / stepSeconds), secondsLeft: stepSeconds - (seconds % stepSeconds) }
}

/** The time step of the server's clock, told anew every second. */
export function useTimeStep(): TimeStep {
  const [step, setStep] = useState(() => timeStepAt(serverTime()))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tick = () => {
      setStep(timeStepAt(serverTime()))
      timer = setTimeout(tick, 1000 - (serverTime() % 1000) + 5)
    }
    tick()
    return () => clearTimeout(timer)
  }, [])
  return step
}
