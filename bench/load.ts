/**
 * The process that loads the servers: it writes prepared requests to bare sockets, and reads just enough of the answers. It
 * has to be much cheaper than what it measures, so the requests are signed before the time begins.
 */
import { connect, type Socket } from 'node:net'
import { type Preparation, prepareRequests } from './cases.ts'

export interface LoadOrder extends Preparation {
  /** Over and over, or each request once. */
  readonly isRepeated: boolean
  readonly seconds: number
}

export interface LoadResult {
  readonly answers: number
  readonly seconds: number
  /** Of the last answer. */
  readonly bodyBytes: number
  /** Answers that were not 200. */
  readonly failures: number
  readonly firstFailure: string | undefined
  /** Of this process, in that time. */
  readonly cpuMicroseconds: number
}

const connections = 32

async function load(order: LoadOrder): Promise<LoadResult> {
  const requests = prepareRequests(order)
  const usedBefore = process.cpuUsage()
  const begin = performance.now()
  const end = begin + order.seconds * 1000
  let sent = 0
  const outcome = { answers: 0, bodyBytes: 0, failures: 0, firstFailure: undefined as string | undefined }
  const next = () => {
    if (performance.now() > end || (!order.isRepeated && sent >= requests.length)) return undefined
    return requests[sent++ % requests.length]
  }
  const onAnswer = ({ status, bodyBytes, beginning }: Answer) => {
    outcome.answers += 1
    outcome.bodyBytes = bodyBytes
    if (status === '200') return
    outcome.failures += 1
    outcome.firstFailure ??= beginning.toString()
  }
  await Promise.all(Array.from({ length: connections }, () => keepAsking(order.port, next, onAnswer)))
  const seconds = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(usedBefore)
  return { ...outcome, seconds, cpuMicroseconds: user + system }
}

interface Answer {
  readonly status: string
  readonly bodyBytes: number
  /** Whether the server closes the connection after it. */
  readonly isLast: boolean
  /** What arrived first: the head, and as much of the body. */
  readonly beginning: Buffer
  /** Bytes of the body that have not arrived yet. */
  missing: number
}

/** Every server here writes its head at once, and it fits in one packet of the loopback. */
function readHead(beginning: Buffer): Answer | undefined {
  const headEnd = beginning.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = beginning.toString('latin1', 0, headEnd)
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? []
  if (length === undefined) return undefined
  const bodyBytes = Number(length)
  return {
    status: head.slice(9, 12),
    bodyBytes,
    isLast: /\r\nconnection: close/i.test(head),
    beginning,
    missing: headEnd + 4 + bodyBytes - beginning.length,
  }
}

/** One request at a time on a connection, and a new connection where the server closes it after each. */
function keepAsking(port: number, next: () => Buffer | undefined, onAnswer: (answer: Answer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let isAwaiting = false
    const ask = (socket: Socket) => {
      const request = next()
      isAwaiting = request !== undefined
      if (request) return void socket.write(request)
      socket.destroy()
      resolve()
    }
    const open = () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => ask(socket))
      let answer: Answer | undefined
      socket.on('error', reject)
      socket.on('end', () => isAwaiting && reject(new Error('The server closed a connection before its answer')))
      socket.on('data', (chunk: Buffer) => {
        if (answer) answer.missing -= chunk.length
        else answer = readHead(chunk)
        if (!answer) return reject(new Error(`Not the beginning of an answer: ${chunk}`))
        if (answer.missing > 0) return
        onAnswer(answer)
        isAwaiting = false
        const { isLast } = answer
        answer = undefined
        if (!isLast) return ask(socket)
        socket.destroy()
        open()
      })
    }
    open()
  })
}

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
