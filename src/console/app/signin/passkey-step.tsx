import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser'
import type { ReactNode } from 'react'
import { Problem } from '../browser/request.ts'
import { SubmitButton } from './fields.tsx'
import { Frame, Notice } from './frame.tsx'
import { type Device, passkeyOptions, type SignInStep, takeStep } from './steps.ts'
import { useForm } from './use-form.ts'

interface PasskeyStepProps {
  readonly device: Device
  readonly onStep: (step: SignInStep) => void
  readonly onStartAgain: (notice: string) => void
  readonly footer: ReactNode
}

/** A click, not the page's opening, brings the browser's dialogue: some browsers allow it in no other way. */
export function PasskeyStep({ device, onStep, onStartAgain, footer }: PasskeyStepProps) {
  const form = useForm({
    check: () => ({}),
    work: async () => onStep(await takeStep('passkey', { response: await askAuthenticator() })),
    explain: ({ code, message }) => {
      if (code === 'SignInExpired') onStartAgain(message)
      return undefined
    },
  })
  const isSupported = browserSupportsWebAuthn()
  return (
    <Frame
      title="Use your passkey"
      lead={
        <>
          Your password is right. Now confirm it with <b>{device.name}</b>.
        </>
      }
    >
      {form.problem && <Notice kind="error">{form.problem.message}</Notice>}
      {isSupported ? (
        <form ref={form.formRef} onSubmit={form.submit} noValidate>
          <SubmitButton isBusy={form.isBusy}>Use passkey</SubmitButton>
        </form>
      ) : (
        <Notice kind="error">
          This browser offers no passkeys here: they need a browser that knows them, and an address with https or
          localhost. Use another device.
        </Notice>
      )}
      {footer}
    </Frame>
  )
}

async function askAuthenticator(): Promise<object> {
  const optionsJSON = await passkeyOptions<PublicKeyCredentialRequestOptionsJSON>()
  try {
    return await startAuthentication({ optionsJSON })
  } catch (error) {
    const isRefusal = error instanceof Error && error.name === 'NotAllowedError'
    throw new Problem(
      'NoPasskey',
      isRefusal
        ? 'The passkey did not answer: the dialogue was closed, took too long, or this device has no passkey of yours. Try again.'
        : `The passkey did not answer: ${error instanceof Error ? error.message : 'the browser gives no reason'}`,
      0,
    )
  }
}
