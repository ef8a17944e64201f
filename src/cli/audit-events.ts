/** `twinlock admin events` */
import { administer, type ConnectionOptions } from './administration-client.ts'
import { CommandFailure } from './exit.ts'

export interface EventsOptions extends ConnectionOptions {
  readonly startTime?: string
  readonly endTime?: string
  readonly eventName?: string
  readonly userName?: string
  readonly maxItems?: string
}

interface Page {
  readonly events: readonly { readonly eventName?: unknown }[]
  readonly nextToken?: string
}

/** A line of JSON for each event, the newest last, as in any log. The server tells the newest first, so all are read before. */
export async function showEvents(options: EventsOptions): Promise<void> {
  const { startTime, endTime, eventName, userName, maxItems, ...connection } = options
  const most = readMaxItems(maxItems)
  // The server looks for one attribute; of a user's events we choose ourselves.
  const attribute =
    userName !== undefined
      ? { key: 'Username', value: userName }
      : eventName !== undefined
        ? { key: 'EventName', value: eventName }
        : undefined
  const question = { startTime, endTime, lookupAttribute: attribute }
  const lines: string[] = []
  for (let nextToken: string | undefined; ; ) {
    const page = (await administer('lookup-events', { ...question, nextToken }, connection)) as Page
    for (const event of page.events) {
      if (eventName === undefined || event.eventName === eventName) lines.push(`${JSON.stringify(event)}\n`)
    }
    nextToken = page.nextToken
    if (nextToken === undefined || lines.length >= most) break
  }
  process.stdout.write(lines.slice(0, most).reverse().join(''))
}

function readMaxItems(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandFailure('usage', `--max-items must be a whole number from 1, not ${text}`)
}
