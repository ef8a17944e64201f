/** Processes that take turns, without a terminal and without a server. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lineUp } from '../../src/cli/session/turn.ts'
import type { Order } from './turn-taker.ts'
import { temporaryDirectory } from './twinlock-process.ts'

interface Taker {
  readonly child: ChildProcess
  /** What the process was told when its turn came. */
  readonly turn: Promise<{ failure: string | null }>
  order(order: Order): void
}

/** A process that is in line. */
async function startTaker(file: string): Promise<Taker> {
  const child = fork(join(import.meta.dirname, 'turn-taker.ts'), [file, '60000'])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  const turn = once(child, 'message').then(([message]) => message)
  return { child, turn, order: (order) => void child.send(order) }
}

/** All of them want their turn; the one that has it. */
function takeTurns(takers: readonly Taker[]): Promise<Taker> {
  for (const { order } of takers) order('take')
  return Promise.race(takers.map((taker) => taker.turn.then(() => taker)))
}

it('is taken by one of twenty, whose failure is that of all who waited', { timeout: 60_000 }, async () => {
  const file = join(temporaryDirectory(), 'lock')
  const takers = await Promise.all(Array.from({ length: 20 }, () => startTaker(file)))
  const first = await takeTurns(takers)
  expect(await first.turn).toEqual({ failure: null })
  first.order('fail')
  const others = takers.filter((taker) => taker !== first)
  for (const { order } of others) order('end')
  expect(await Promise.all(others.map(({ turn }) => turn))).toEqual(others.map(() => ({ failure: 'no' })))

  const late = await startTaker(file)
  await takeTurns([late])
  expect(await late.turn).toEqual({ failure: null })
})

it('goes to the next one when the one that has it is killed', { timeout: 60_000 }, async () => {
  const file = join(temporaryDirectory(), 'lock')
  const takers = [await startTaker(file), await startTaker(file)]
  const first = await takeTurns(takers)
  first.child.kill('SIGKILL')
  const [second] = takers.filter((taker) => taker !== first)
  expect(await second?.turn).toEqual({ failure: null })
})

it('does not come for ever', () => {
  const file = join(temporaryDirectory(), 'lock')
  const first = lineUp(file, 1)
  const second = lineUp(file, 1)
  onTestFinished(() => [first, second].forEach((turn) => void turn.end()))
  expect(first.take()).toBeUndefined()
  expect(() => second.take()).toThrow(
    'Another process has been asking for the code for minutes: answer or end it where it asks, and try again',
  )
})

it('needs a file that is its own', () => {
  const file = join(temporaryDirectory(), 'lock')
  writeFileSync(file, 'something else, which is long enough to be no database of SQLite at all')
  expect(() => lineUp(file, 1)).toThrow(`${file} cannot be used (file is not a database): delete it`)
})
