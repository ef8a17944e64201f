/** What a measured server of ours says to the process that measures it. */
import { cpuUsage } from 'node:process'

/** Before a round: what time it is, and how long the answers are. */
export interface Round {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly bodyBytes: number
}

export interface Ready {
  readonly port: number
}

/** Of the whole process, since it began. */
export interface Usage {
  readonly cpuMicroseconds: number
}

/** Says that the server is ready; then answers a Round, and anything else, with the Usage; ends with its parent. */
export function answerOrders(port: number, begin: (round: Round) => void): void {
  process.on('message', (order: Partial<Round>) => {
    if (order.now !== undefined && order.bodyBytes !== undefined) begin({ now: order.now, bodyBytes: order.bodyBytes })
    const { user, system } = cpuUsage()
    process.send?.({ cpuMicroseconds: user + system } satisfies Usage)
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port } satisfies Ready)
}
