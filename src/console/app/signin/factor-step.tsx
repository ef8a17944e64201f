import { useState } from 'react'
import { CodeStep } from './code-step.tsx'
import { Frame, Notice } from './frame.tsx'
import { PasskeyStep } from './passkey-step.tsx'
import { ResyncStep } from './resync-step.tsx'
import type { Device, SignInStep } from './steps.ts'

interface FactorStepProps {
  readonly devices: readonly Device[]
  readonly onStep: (step: SignInStep) => void
  readonly onStartAgain: (notice?: string) => void
}

/** The second factor: which, where there are several, and what it shows. */
export function FactorStep({ devices, onStep, onStartAgain }: FactorStepProps) {
  const [serial, setSerial] = useState(devices.length === 1 ? devices[0]?.serialNumber : undefined)
  const [isResyncing, setIsResyncing] = useState(false)
  const [success, setSuccess] = useState<string>()
  const device = devices.find(({ serialNumber }) => serialNumber === serial)
  const footer = (
    <p className="elsewhere">
      {device && devices.length > 1 && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setSerial(undefined)
            setSuccess(undefined)
          }}
        >
          Use another device
        </button>
      )}
      <button type="button" className="link" onClick={() => onStartAgain()}>
        Start again
      </button>
    </p>
  )
  if (!device) {
    return (
      <Frame title="Choose a device" lead="You have several MFA devices. Which one is at hand?">
        <DeviceList devices={devices} onChoose={setSerial} />
        {footer}
      </Frame>
    )
  }
  if (device.kind === 'fido') {
    return <PasskeyStep key={device.serialNumber} {...{ device, onStep, onStartAgain, footer }} />
  }
  if (isResyncing) {
    const onDone = (message?: string) => {
      setIsResyncing(false)
      setSuccess(message)
    }
    return <ResyncStep {...{ device, onDone, onStartAgain }} />
  }
  const onResync = () => {
    setSuccess(undefined)
    setIsResyncing(true)
  }
  return (
    <CodeStep key={device.serialNumber} {...{ device, onStep, onStartAgain, onResync, footer }}>
      {success !== undefined && <Notice kind="success">{success}</Notice>}
    </CodeStep>
  )
}

const kinds: Readonly<Record<Device['kind'], string>> = {
  virtual: 'Authenticator app: a code of six digits',
  hardware: 'Hardware token: a code of six digits',
  fido: 'Passkey or security key',
}

function DeviceList({
  devices,
  onChoose,
}: {
  readonly devices: readonly Device[]
  readonly onChoose: (serialNumber: string) => void
}) {
  return (
    <ul className="devices">
      {devices.map(({ serialNumber, name, kind }) => (
        <li key={serialNumber}>
          <button type="button" onClick={() => onChoose(serialNumber)}>
            <strong>{name}</strong>
            <span>{kinds[kind]}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
