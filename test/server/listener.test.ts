import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../src/http/message.ts'
import { type Listener, listen } from '../../src/server/listener.ts'

const megabyte = 1024 * 1024
const now = Date.UTC(2030, 0, 2, 3, 4, 5)
const listeners: Listener[] = []

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()))
})

interface Started extends Listener {
  readonly received: HttpRequest[]
}

async function start(
  respond: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse = () => ok('fine'),
  host?: string,
): Promise<Started> {
  const received: HttpRequest[] = []
  const listener = await listen({
    host,
    port: 0,
    log: pino({ level: 'silent' }),
    clock: () => ({ now: () => now }),
    async route(request) {
      received.push(request)
      return respond(request)
    },
  })
  listeners.push(listener)
  return { ...listener, received }
}

const ok = (body: string): HttpResponse => ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body })

/** What the server answers to bytes, until it closes the connection. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes, 'latin1')
  return text(socket)
}

const post = (port: number, body: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })

describe('addresses', () => {
  it('listens on both loopback addresses at the same port', async () => {
    const { port } = await start()
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('fine')
    expect(await (await fetch(`http://[::1]:${port}/`)).text()).toBe('fine')
  })

  it('listens on the host alone when there is one', async () => {
    const { port } = await start(undefined, '::1')
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    expect((await fetch(`http://[::1]:${port}/`)).status).toBe(200)
  })

  it('says what to do when the port is taken, on either address', async () => {
    const { port } = await start(undefined, '::1')
    const options = { host: undefined, log: pino({ level: 'silent' }), clock: () => ({ now: () => now }) }
    const second = listen({ ...options, port, route: async () => ok('') })
    await expect(second).rejects.toThrow(`Cannot listen on ::1: port ${port} is taken by another process.`)
  })
})

describe('requests and responses', () => {
  it('passes the request on as it was received', async () => {
    const { port, received } = await start()
    const head =
      'POST /a%2Fb?x=%20&y HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: \xe9\r\nConnection: close\r\nContent-Length: 3'
    await exchange(port, `${head}\r\n\r\nabc`)
    expect(received).toEqual([
      {
        method: 'POST',
        path: '/a%2Fb',
        query: 'x=%20&y',
        remoteAddress: '127.0.0.1',
        headers: [
          ['Host', 'h'],
          ['X-A', '1'],
          ['x-a', '\xe9'],
          ['Connection', 'close'],
          ['Content-Length', '3'],
        ],
        body: Buffer.from('abc'),
      },
    ])
  })

  it('understands a target with the origin in it', async () => {
    const { port, received } = await start()
    await exchange(port, 'GET http://iam.test:80?Action=X HTTP/1.1\r\nHost: iam.test\r\nConnection: close\r\n\r\n')
    expect(received[0]).toMatchObject({ path: '/', query: 'Action=X' })
  })

  it('prints the time of the server’s clock, the length and a request id', async () => {
    const { port } = await start(() => ok('é'))
    const { headers } = await post(port, '')
    expect(headers.get('date')).toBe('Wed, 02 Jan 2030 03:04:05 GMT')
    expect(headers.get('content-length')).toBe('2')
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('keeps the request id of the response', async () => {
    const { port } = await start(() => ({ status: 200, headers: { 'x-amzn-RequestId': 'given' }, body: '' }))
    expect((await post(port, '')).headers.get('x-amzn-requestid')).toBe('given')
  })

  it('answers HEAD without a body', async () => {
    const { port } = await start()
    expect(await exchange(port, 'HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')).toMatch(/\r\n\r\n$/)
  })
})

describe('limits', () => {
  it('takes a body of one megabyte', async () => {
    const { port, received } = await start()
    expect((await post(port, 'x'.repeat(megabyte))).status).toBe(200)
    expect(received[0]?.body).toHaveLength(megabyte)
  })

  it('refuses a larger one in XML, and closes the connection', async () => {
    const { port, received } = await start()
    const response = await post(port, 'x'.repeat(megabyte + 1))
    expect(response.status).toBe(413)
    expect(response.headers.get('connection')).toBe('close')
    expect(await response.text()).toContain('<Code>RequestEntityTooLarge</Code>')
    expect(received).toEqual([])
  })

  it('refuses a larger one whose length is not told', async () => {
    const { port } = await start()
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST' })
    for (let count = 0; count < 17; count++) request.write(Buffer.alloc(64 * 1024))
    request.end()
    const [response] = await once(request, 'response')
    expect(response.statusCode).toBe(413)
  })

  it('answers a client that promises too much before the body is there', async () => {
    const { port } = await start()
    expect(await exchange(port, 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\nx')).toContain('413')
  })

  it('refuses headers of more than 16 KiB', async () => {
    const { port } = await start()
    const answer = await exchange(port, `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('answers what is no HTTP with 400', async () => {
    const { port } = await start()
    const answer = await exchange(port, 'Guten Tag\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nDate: Wed, 02 Jan 2030 03:04:05 GMT\r\nx-amzn-RequestId: /)
  })

  it('survives a client that leaves in the middle of its request', async () => {
    const { port, received } = await start()
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc')
    await once(socket, 'ready')
    socket.resetAndDestroy()
    expect((await post(port, 'next')).status).toBe(200)
    expect(received.map(({ body }) => Buffer.from(body).toString())).toEqual(['next'])
  })

  it('answers 500 connections at once', async () => {
    const { port } = await start()
    const responses = await Promise.all(Array.from({ length: 500 }, () => post(port, 'x')))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
  })
})

describe('shutdown', () => {
  it('finishes what is running, accepts nothing more, and does not wait for idle connections', async () => {
    const running = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { port, close } = await start(async () => {
      running.resolve()
      await finish.promise
      return ok('done')
    })
    // One that never sends anything, and one that waits for its second request.
    const silent = connect(port, '127.0.0.1')
    await once(silent, 'ready')
    silent.resume()
    const response = post(port, '')
    await running.promise

    const closed = close()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    finish.resolve()
    expect((await response).headers.get('connection')).toBe('close')
    expect(await (await response).text()).toBe('done')
    const before = performance.now()
    await closed
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
