/**
 * Events that no transaction waits for: of requests that were refused, and of reads where they are asked for. They are kept
 * in memory for a second at most and written together, so that refusing costs no transaction of its own.
 */
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { deleteAuditEvents, insertAuditEvents } from '../storage/audit-events.ts'
import type { Storage } from '../storage/database.ts'
import type { AuditEvent } from './event.ts'

export interface AuditLogOptions {
  readonly accountId: string
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Logger
  readonly retentionDays: number
  /** Whether reads that succeed are recorded too. */
  readonly recordsReads: boolean
  /** What one key may have refused in a minute: who only knows its id, or may do nothing, must not fill the database. */
  readonly refusalsPerMinute: number
}

const flushMilliseconds = 1000
const flushedAtOnce = 500
/** While the database refuses. */
const kept = { events: 5000, characters: 16_000_000 }
const millisecondsBetweenDeletions = 600_000
const deletedAtOnce = 500
const day = 86_400_000

export class AuditLog {
  readonly recordsReads: boolean
  readonly #options: AuditLogOptions
  #waiting: AuditEvent[] = []
  #characters = 0
  #dropped = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #deletedAt = Number.NEGATIVE_INFINITY
  #minute = { number: 0, refusals: new Map<string, number>() }
  #isClosed = false

  constructor(options: AuditLogOptions) {
    this.#options = options
    this.recordsReads = options.recordsReads
  }

  /** Whether one more refusal of that key is to be added. Of the rest the log of the server has their number. */
  hasRoomFor(accessKeyId: string): boolean {
    const number = Math.floor(this.#options.clock.now() / 60_000)
    if (number !== this.#minute.number) {
      for (const [keyId, count] of this.#minute.refusals) {
        const unrecorded = count - this.#options.refusalsPerMinute
        if (unrecorded > 0) this.#options.log.warn({ accessKeyId: keyId, unrecorded }, tooManyRefusals)
      }
      this.#minute = { number, refusals: new Map() }
    }
    const count = (this.#minute.refusals.get(accessKeyId) ?? 0) + 1
    this.#minute.refusals.set(accessKeyId, count)
    return count <= this.#options.refusalsPerMinute
  }

  add(event: AuditEvent): void {
    this.#waiting.push(event)
    this.#characters += event.record.length
    this.#dropOldest()
    if (this.#waiting.length >= flushedAtOnce) void this.flush()
    else this.#schedule()
  }

  /** After a request: whatever is to be done now and then is begun by requests, since no timer keeps running. */
  tend(): void {
    if (this.#isDeletionDue()) this.#schedule()
  }

  /** Writes what waits, and deletes what is old. Never rejects. */
  async flush(): Promise<void> {
    await this.write()
    await this.#deleteOld()
  }

  /** Whoever reads the log sees what this process has refused just now. Never rejects. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeWaiting())
    return this.#writing
  }

  /** To be called before the storage is closed. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.flush()
  }

  #schedule(): void {
    if (this.#timer || this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.flush()
    }, flushMilliseconds).unref()
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const events = this.#waiting.slice(0, flushedAtOnce)
      try {
        await this.#options.storage.transaction((queries) => insertAuditEvents(queries, events))
      } catch (error) {
        this.#options.log.warn({ err: error, waiting: this.#waiting.length }, 'Audit events could not be written yet')
        this.#schedule()
        return
      }
      // More may have come, and the oldest may have been dropped, in the meantime.
      const written = new Set(events)
      this.#waiting = this.#waiting.filter((event) => !written.has(event))
      this.#characters = this.#waiting.reduce((sum, { record }) => sum + record.length, 0)
    }
    if (this.#dropped === 0) return
    this.#options.log.error({ dropped: this.#dropped }, 'Audit events were lost while the database refused them')
    this.#dropped = 0
  }

  #dropOldest(): void {
    while (this.#waiting.length > kept.events || this.#characters > kept.characters) {
      this.#characters -= this.#waiting.shift()?.record.length ?? 0
      this.#dropped += 1
    }
  }

  #isDeletionDue(): boolean {
    const sinceThen = Math.abs(this.#options.clock.now() - this.#deletedAt)
    return this.#options.retentionDays > 0 && sinceThen >= millisecondsBetweenDeletions
  }

  async #deleteOld(): Promise<void> {
    if (!this.#isDeletionDue() || this.#isClosed) return
    const { storage, accountId, clock, log, retentionDays } = this.#options
    this.#deletedAt = clock.now()
    const before = new Date(clock.now() - retentionDays * day)
    try {
      // A transaction each, so that others have their turn between them.
      for (let deleted = deletedAtOnce; deleted === deletedAtOnce && !this.#isClosed; ) {
        deleted = await storage.transaction((queries) =>
          deleteAuditEvents(queries, accountId, { before, limit: deletedAtOnce }),
        )
      }
    } catch (error) {
      log.warn({ err: error }, 'Old audit events could not be deleted')
    }
  }
}

const tooManyRefusals = 'More requests of a key were refused in a minute than the audit log records'
