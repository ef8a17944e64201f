import { useState } from 'react'
import { continueTo } from '../browser/continue-to.ts'
import { EnrolStep } from './enrol-step.tsx'
import { FactorStep } from './factor-step.tsx'
import { Frame } from './frame.tsx'
import { NewPasswordStep } from './new-password-step.tsx'
import { PasswordStep } from './password-step.tsx'
import type { SignInStep } from './steps.ts'

type Shown = SignInStep | { readonly step: 'password'; readonly notice?: string | undefined }

/** The server says which step is next; this page shows it. */
export function SignInPage() {
  const [shown, setShown] = useState<Shown>({ step: 'password' })
  const [userName, setUserName] = useState('')
  const onStep = (step: SignInStep) => {
    setShown(step)
    // The sign-in is no place to come back to.
    if (step.step === 'done') location.replace(continueTo(location.search))
  }
  const onStartAgain = (notice?: string) => setShown({ step: 'password', notice })
  switch (shown.step) {
    case 'password':
      return (
        <PasswordStep
          notice={shown.notice}
          onStep={(step, name) => {
            setUserName(name)
            onStep(step)
          }}
        />
      )
    case 'mfa':
      return <FactorStep devices={shown.devices} {...{ onStep, onStartAgain }} />
    case 'enrol':
      return <EnrolStep device={shown.device} {...{ onStep, onStartAgain }} />
    case 'new-password':
      return <NewPasswordStep reason={shown.reason} {...{ userName, onStep, onStartAgain }} />
    case 'done':
      return <Frame title="Signed in" lead="You are being taken on." />
  }
}
