/** Requests for the tests of this folder, and the whole verification as a server does it. */
import type { ReceivedRequest } from '../../src/sigv4/canonical-request.ts'
import { deriveSigningKey, isSignatureValid, readClaim } from '../../src/sigv4/verify.ts'
import { AwsFault } from '../../src/wire/faults.ts'

export const now = new Date('2026-01-01T12:00:00.500Z')
export const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

export function received(changes: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    method: 'POST',
    path: '/',
    query: '',
    headers: [['Host', 'localhost:6320']],
    body: new Uint8Array(),
    ...changes,
  }
}

/** UTF-8 text as node:http hands it out: one character per byte. */
export function byteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

export interface Verification {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly now?: Date
  readonly service?: string
}

/** False for a fault as well; whatever else is thrown is a bug and goes on. */
export function isVerified(request: ReceivedRequest, options: Verification = {}): boolean {
  try {
    const claim = readClaim(request, { now: options.now ?? now, service: options.service ?? 'iam' })
    // In the header form only the key that it leads to protects the key's id: it is no part of what is signed.
    if (claim.accessKeyId !== (options.accessKeyId ?? accessKeyId)) return false
    return isSignatureValid(request, claim, deriveSigningKey(options.secretAccessKey ?? secretAccessKey, claim))
  } catch (error) {
    if (error instanceof AwsFault) return false
    throw error
  }
}

/** What the client would read: code, status and message. */
export function faultOf(run: () => unknown): { code: string; status: number; message: string } | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    return { code: error.code, status: error.status, message: error.message }
  }
}
