/** Keys as they are pressed, for a command that draws a screen of its own. */
import { emitKeypressEvents, type Key as NodeKey } from 'node:readline'
import type { ReadStream } from 'node:tty'

/** A character as it was typed, or one of these. */
export type Key = 'backspace' | 'enter' | (string & {})

export interface Keyboard {
  /**
   * Waits for a key, at most so long, and shorter when the terminal's size changes: undefined.
   * @throws the signal's reason when it is aborted, as it is by Ctrl-C, Ctrl-D, or the end of the terminal
   */
  next(milliseconds: number): Promise<Key | undefined>
  /** Gives the terminal back. */
  close(): void
}

export function openKeyboard(input: ReadStream, interruption: AbortController): Keyboard {
  const keys: Key[] = []
  let wake = () => {}
  const onKey = (character: string | undefined, { name, ctrl }: NodeKey) => {
    if (ctrl && (name === 'c' || name === 'd')) interruption.abort()
    if (name === 'backspace') keys.push('backspace')
    else if (name === 'return' || name === 'enter') keys.push('enter')
    else if (!ctrl && character !== undefined) keys.push(character)
    wake()
  }
  const onEnd = () => interruption.abort()
  const onOther = () => wake()
  emitKeypressEvents(input)
  input.setRawMode(true)
  input.on('keypress', onKey).on('end', onEnd).resume()
  process.stdout.on('resize', onOther)
  interruption.signal.addEventListener('abort', onOther)
  return {
    async next(milliseconds) {
      if (keys.length === 0 && !interruption.signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      interruption.signal.throwIfAborted()
      return keys.shift()
    },
    close() {
      input.off('keypress', onKey).off('end', onEnd).pause()
      process.stdout.off('resize', onOther)
      interruption.signal.removeEventListener('abort', onOther)
      input.setRawMode(false)
    },
  }
}
