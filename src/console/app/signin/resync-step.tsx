import { PairForm } from './pair-form.tsx'
import { type Device, takeStep } from './steps.ts'

interface ResyncStepProps {
  readonly device: Device
  /** With a message when it is done, without one when it was left. */
  readonly onDone: (message?: string) => void
  readonly onStartAgain: (notice: string) => void
}

/** Two codes in a row say what time the device believes it is. */
export function ResyncStep({ device: { serialNumber, name }, onDone, onStartAgain }: ResyncStepProps) {
  return (
    <PairForm
      title="Resynchronise the device"
      lead={
        <>
          Enter two codes that <b>{name}</b> shows one after the other.
        </>
      }
      action="Resynchronise"
      onPair={async (codes) => {
        await takeStep('resync', { serialNumber, ...codes })
        onDone('The device is in step again. Wait for its next code, and enter that.')
      }}
      wrong="These are not two codes of this device in a row, or they were used already. Begin with a new one."
      onStartAgain={onStartAgain}
      footer={
        <p className="elsewhere">
          <button type="button" className="link" onClick={() => onDone()}>
            Back to the code
          </button>
        </p>
      }
    />
  )
}
