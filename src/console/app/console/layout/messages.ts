/** What has just been done, told at the top of the page until it is dismissed or the person goes elsewhere. */
import { useSyncExternalStore } from 'react'

export interface Message {
  readonly id: string
  readonly type: 'success' | 'info' | 'warning' | 'error'
  readonly text: string
}

let messages: readonly Message[] = []
let count = 0
const listeners = new Set<() => void>()

function change(next: readonly Message[]): void {
  messages = next
  for (const listener of listeners) listener()
}

export function tell(text: string, type: Message['type'] = 'success'): void {
  count += 1
  change([{ id: `message-${count}`, type, text }, ...messages].slice(0, 3))
}

export function dismiss(id: string): void {
  change(messages.filter((message) => message.id !== id))
}

export function dismissAll(): void {
  if (messages.length > 0) change([])
}

export function useMessages(): readonly Message[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => messages,
  )
}
