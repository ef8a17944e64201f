import { Notice } from './frame.tsx'
import { PairForm } from './pair-form.tsx'
import { type Device, type SignInStep, takeStep } from './steps.ts'

interface EnrolStepProps {
  readonly device: Device
  readonly onStep: (step: SignInStep) => void
  readonly onStartAgain: (notice?: string) => void
}

/** The first sign-in of somebody who was given a page with a QR code. */
export function EnrolStep({ device: { serialNumber, name }, onStep, onStartAgain }: EnrolStepProps) {
  return (
    <PairForm
      title="Add your MFA device"
      lead={
        <>
          Your password is right. The MFA device <b>{name}</b> was prepared for you, and is not set up yet.
        </>
      }
      action="Add the device and sign in"
      onPair={async (codes) => onStep(await takeStep('enrol', { serialNumber, ...codes }))}
      wrong="These are not two codes of this device in a row. Begin with the one that the app shows now, and see that the clock of the phone is right."
      onStartAgain={onStartAgain}
      footer={
        <p className="elsewhere">
          <button type="button" className="link" onClick={() => onStartAgain()}>
            Start again
          </button>
        </p>
      }
    >
      <Notice kind="info">
        With an authenticator app, scan the QR code of the page that you were given. Then type the code that the app
        shows, wait for the next one, and type that too. Without the page, ask whoever gave you the password.
      </Notice>
    </PairForm>
  )
}
