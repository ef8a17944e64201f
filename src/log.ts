import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'

/** JSON lines on stderr: stdout is for people, and for the credentials that no log may hold. */
export function createLogger(level: Config['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}
