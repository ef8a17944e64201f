import './code-timer.css'
import { stepSeconds, useTimeStep } from './time-step.ts'

const circumference = 2 * Math.PI * 9

/**
 * A ring that runs out with the code that devices show now, and when the next one is due. What is said aloud changes but
 * once a step: a screen reader that counts seconds is no help.
 */
export function CodeTimer({ waitingSince }: { readonly waitingSince?: number | undefined }) {
  const { number, secondsLeft } = useTimeStep()
  const isWaiting = waitingSince !== undefined
  const isDue = isWaiting && number > waitingSince
  const text = isDue
    ? 'The next code is there: type it now.'
    : isWaiting
      ? `The next code is due in ${secondsLeft} s.`
      : `This code changes in ${secondsLeft} s.`
  return (
    <div className={isDue ? 'code-timer code-timer-due' : 'code-timer'}>
      <svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
        <circle className="code-timer-track" cx="11" cy="11" r="9" />
        <circle
          className="code-timer-left"
          cx="11"
          cy="11"
          r="9"
          strokeDasharray={circumference}
          strokeDashoffset={circumference * (1 - secondsLeft / stepSeconds)}
          transform="rotate(-90 11 11)"
        />
      </svg>
      <span aria-hidden="true">{text}</span>
      <span className="code-timer-spoken" role="status">
        {isDue ? text : isWaiting ? 'Wait for the next code of the device.' : ''}
      </span>
    </div>
  )
}
