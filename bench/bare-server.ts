/** What node:http can do at best here: it reads the request's body and answers a fixed one. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerOrders } from './measured-process.ts'

let body = Buffer.alloc(0)

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Length': body.length })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  answerOrders((server.address() as AddressInfo).port, ({ bodyBytes }) => {
    body = Buffer.alloc(bodyBytes, 'x')
  })
})
