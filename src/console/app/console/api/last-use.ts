/** When the session was last used, in any tab of this browser: from there on the server counts how long it idles. */
import { serverTime } from '../../browser/server-time.ts'

const channel = new BroadcastChannel('twinlock-last-use')
let lastUse = 0

channel.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'number' && data > lastUse) lastUse = data
}

export function noteUse(): void {
  lastUse = serverTime()
  channel.postMessage(lastUse)
}

/** Milliseconds since the epoch, on the server's clock. */
export function timeOfLastUse(): number {
  return lastUse
}
