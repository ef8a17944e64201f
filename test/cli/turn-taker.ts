/** A process that waits for its turn, and does then what the test tells it. */
import { lineUp } from '../../src/cli/session/turn.ts'

export type Order = 'take' | 'fail' | 'end'

const [file = '', waitMilliseconds] = process.argv.slice(2)
const turn = lineUp(file, Number(waitMilliseconds))
process.on('message', (order: Order) => {
  if (order === 'take') process.send?.({ failure: turn.take() ?? null })
  if (order === 'fail') turn.fail('no')
  if (order !== 'take') {
    turn.end()
    process.disconnect()
  }
})
process.send?.('in line')
