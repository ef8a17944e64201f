/** Whether something was refused that a code might have allowed: the console then says how to get a session with one. */
import { useSyncExternalStore } from 'react'
import type { Problem } from '../../browser/request.ts'

let wasDenied = false
const listeners = new Set<() => void>()

/** Policies that demand MFA deny by a statement of their own, which AWS's sentence tells. */
export function noteRefusal({ message }: Problem): void {
  if (wasDenied || !message.includes('with an explicit deny')) return
  wasDenied = true
  for (const listener of listeners) listener()
}

export function useWasDenied(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => wasDenied,
  )
}
