import { useState } from 'react'
import type { HalfMadeDevice } from './half-made-device.ts'
import { NameDevice } from './name-device.tsx'
import type { Owner } from './owner.ts'
import { ShowDevice } from './show-device.tsx'

interface AddVirtualDeviceProps {
  readonly owner: Owner
  readonly onClose: () => void
  readonly onAdded: (name: string) => void
}

/** First a name, then the QR code and two codes. A device that is not enabled in the end is deleted. */
export function AddVirtualDevice({ owner, onClose, onAdded }: AddVirtualDeviceProps) {
  const [device, setDevice] = useState<HalfMadeDevice>()
  return device ? (
    <ShowDevice owner={owner} device={device} onClose={onClose} onAdded={onAdded} />
  ) : (
    <NameDevice owner={owner} onClose={onClose} onCreated={setDevice} />
  )
}
