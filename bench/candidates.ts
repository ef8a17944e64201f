/** The servers that are compared: each a process of its own, started once and idle while another is measured. */
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findFreePort } from '../test/free-port.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { type CaseName, caseNames } from './cases.ts'
import type { Ready, Round, Usage } from './measured-process.ts'
import type { Population } from './population.ts'
import type { TwinlockOrder } from './twinlock-server.ts'

export interface Candidate {
  readonly title: string
  readonly port: number
  readonly cases: readonly CaseName[]
  /** Who sends the requests. */
  readonly population: Population
  /** Sets its clock, or the size of its answers, before a round. */
  begin(round: Round): Promise<void>
  /** The CPU time that it has used so far; undefined where it does not tell. */
  cpuMicroseconds(): Promise<number | undefined>
  close(): Promise<void>
}

const onlySts: readonly CaseName[] = ['GetCallerIdentity', 'GetSessionToken']

export async function startBare(population: Population): Promise<Candidate> {
  return toCandidate(fork(join(import.meta.dirname, 'bare-server.ts')), 'bare node:http', caseNames, population)
}

export interface TwinlockOptions {
  readonly population: Population
  /** For V8's profile of the server. */
  readonly profileDirectory: string | undefined
}

export function startSqlite(
  directory: string,
  cases: readonly CaseName[],
  options: TwinlockOptions,
): Promise<Candidate> {
  const { users } = options.population
  const order = { database: { file: join(directory, `${users}.db`) }, ...options.population }
  return startTwinlock(`Twinlock, SQLite, ${users.toLocaleString('en')} users`, cases, order, options)
}

/** With many users only what is asked all the time: the pages of a list are as long as with few. */
export function startLarge(directory: string, options: TwinlockOptions): Promise<Candidate> {
  return startSqlite(directory, onlySts, options)
}

/** A PostgreSQL of our own, durable as it is by default. */
export async function startOnPostgres(options: TwinlockOptions): Promise<Candidate> {
  const postgres = await startPostgres({ unix_socket_directories: '', log_min_messages: 'fatal' })
  const order = { database: { url: postgres.url }, ...options.population }
  const candidate = await startTwinlock('Twinlock, PostgreSQL', onlySts, order, options)
  return { ...candidate, close: () => candidate.close().then(() => postgres.stop()) }
}

function startTwinlock(
  title: string,
  cases: readonly CaseName[],
  order: TwinlockOrder,
  { population, profileDirectory }: TwinlockOptions,
): Promise<Candidate> {
  const execArgv = profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`]
  const child = fork(join(import.meta.dirname, 'twinlock-server.ts'), [JSON.stringify(order)], { execArgv })
  return toCandidate(child, title, cases, population)
}

async function toCandidate(
  child: ChildProcess,
  title: string,
  cases: readonly CaseName[],
  population: Population,
): Promise<Candidate> {
  const { port } = (await ask(child)) as Ready
  return {
    title,
    port,
    cases,
    population,
    begin: async (round) => void (await ask(child, round)),
    cpuMicroseconds: async () => ((await ask(child, {})) as Usage).cpuMicroseconds,
    close: () => stop(child),
  }
}

/** Undefined where it is not installed. */
export async function startMoto(population: Population): Promise<Candidate | undefined> {
  if (spawnSync('python3', ['-c', 'import moto.server']).status !== 0) return undefined
  const port = await findFreePort()
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGKILL'))
  await untilListening(port, child)
  return {
    title: 'moto',
    port,
    cases: caseNames,
    population,
    begin: async () => {},
    cpuMicroseconds: async () => undefined,
    close: () => stop(child),
  }
}

/** Sends a message, if there is one, and resolves with what comes back. */
export function ask(child: ChildProcess, message?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}`))
    child.once('exit', fail)
    child.once('message', (answer) => {
      child.off('exit', fail)
      resolve(answer)
    })
    if (message) child.send(message)
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  if (child.connected) child.disconnect()
  else child.kill()
  await exited
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (const deadline = performance.now() + 60_000; ; await setTimeout(100)) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (child.exitCode !== null || performance.now() > deadline) throw error
    } finally {
      socket.destroy()
    }
  }
}
