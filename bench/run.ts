/**
 * `npm run bench`: how fast Twinlock is beside a bare node:http server and, where it is installed, moto. Rounds are
 * interleaved, every server in turn for a few seconds, because a machine is never equally fast for long. Ends with 1 when any
 * request failed. `npm run bench -- --rounds 1 --seconds 1 --only sqlite` is a quick look.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, type Candidate, startBare, startLarge, startMoto, startOnPostgres, startSqlite } from './candidates.ts'
import { type CaseName, caseNames, cases } from './cases.ts'
import { measureDecision } from './decision.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { callersOf, timeOfRound } from './population.ts'
import { type Measurement, summarize, toPage } from './report.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** For each server and operation in each round. */
    seconds: { type: 'string', default: '3' },
    /** Beside the bare server, which is always there. */
    only: { type: 'string', default: 'sqlite,large,postgres,moto' },
    case: { type: 'string', default: caseNames.join(',') },
    /** Of the candidate `large`. */
    users: { type: 'string', default: '100000' },
    output: { type: 'string', default: join(import.meta.dirname, 'results.md') },
    /** A directory for V8's profiles of Twinlock. */
    profile: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const only = values.only.split(',')
const chosenCases = values.case.split(',') as CaseName[]

/** Five codes each, so that a round does not run out of codes. */
const devices = roundUp(Math.ceil(((cases.GetSessionToken.mostPerSecond ?? 0) * seconds) / 5), 10)
const small = { users: 10, devices }
const largeUsers = Number(values.users)
const large = { users: largeUsers, devices: Math.max(largeUsers, roundUp(devices, 1000)) }
/** moto takes milliseconds for each. */
const motoDevices = 1_000

const directory = mkdtempSync(join(tmpdir(), 'twinlock-bench-'))
const loader = fork(join(import.meta.dirname, 'load.ts'))
const candidates: Candidate[] = []
const measurements: Measurement[] = []
let failures = 0

try {
  const bare = await startBare(small)
  candidates.push(bare)
  const options = { population: small, profileDirectory: values.profile }
  if (only.includes('sqlite')) candidates.push(await startSqlite(directory, caseNames, options))
  if (only.includes('large')) candidates.push(await startLarge(directory, { ...options, population: large }))
  if (only.includes('postgres')) candidates.push(await startOnPostgres(options))
  const moto = only.includes('moto') ? await startMoto(small) : undefined
  if (moto) {
    candidates.push(moto)
    await load(moto, 'CreateVirtualMFADevice', { round: -1, seconds: 600, count: motoDevices, isRepeated: false })
  }
  // Round 0 warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const caseName of chosenCases) await measureCase(round, caseName, bare)
  }
  const motoNote = `moto lists from ${motoDevices.toLocaleString('en')} devices; it verifies neither signatures nor codes, and keeps everything in memory.`
  const page = toPage(summarize(measurements, bare.title), {
    date: new Date().toISOString().slice(0, 10),
    rounds,
    seconds,
    notes: [
      `${small.devices.toLocaleString('en')} MFA devices with 10 users, ${large.devices.toLocaleString('en')} with ${largeUsers.toLocaleString('en')}; as many as 1,000 of the users send the requests.`,
      describeDecision(),
      moto ? motoNote : 'moto was not measured.',
    ],
  })
  console.log(page)
  writeFileSync(values.output, page)
} finally {
  for (const candidate of candidates) await candidate.close()
  loader.disconnect()
  rmSync(directory, { recursive: true, force: true })
}
if (failures > 0) {
  console.error(`${failures} requests failed`)
  process.exitCode = 1
}

function describeDecision(): string {
  const { medianMicroseconds, p99Microseconds, compileMicroseconds } = measureDecision()
  const microseconds = [medianMicroseconds, p99Microseconds, compileMicroseconds].map((time) => time.toFixed(1))
  return `A decision over 20 attached policies, a boundary and a session policy takes ${microseconds[0]} µs (99th percentile ${microseconds[1]} µs); to compile one of them, ${microseconds[2]} µs.`
}

async function measureCase(round: number, caseName: CaseName, bare: Candidate): Promise<void> {
  const { title, mostPerSecond } = cases[caseName]
  let bodyBytes = 0
  // The bare server comes last, when the length of the answer is known.
  const others = candidates.filter((candidate) => candidate !== bare && candidate.cases.includes(caseName))
  for (const candidate of [...others, bare]) {
    await candidate.begin({ now: timeOfRound(round), bodyBytes })
    const isRepeated = mostPerSecond === undefined || candidate === bare
    const count = isRepeated ? callersOf(candidate.population).length : Math.ceil(mostPerSecond * seconds)
    const usedBefore = await candidate.cpuMicroseconds()
    const result = await load(candidate, caseName, { round, seconds, count, isRepeated })
    const usedAfter = await candidate.cpuMicroseconds()
    const used = usedBefore === undefined || usedAfter === undefined ? undefined : usedAfter - usedBefore
    if (candidate === others[0]) bodyBytes = result.bodyBytes
    const rate = result.answers / result.seconds
    const cpuMicroseconds = used && used / result.answers
    const shares = [used, result.cpuMicroseconds].map((share) => share && Math.round(share / result.seconds / 10_000))
    console.error(
      `${round} ${title}: ${candidate.title}: ${Math.round(rate)}/s, ${cpuMicroseconds?.toFixed(0)} µs, CPU of server ${shares[0]} %, of load ${shares[1]} %`,
    )
    if (round > 0) measurements.push({ round, caseTitle: title, candidate: candidate.title, rate, cpuMicroseconds })
  }
}

async function load(
  { port, population }: Candidate,
  caseName: CaseName,
  settings: Pick<LoadOrder, 'round' | 'seconds' | 'count' | 'isRepeated'>,
): Promise<LoadResult> {
  const answer = (await ask(loader, { caseName, port, population, ...settings } satisfies LoadOrder)) as
    | { readonly result: LoadResult }
    | { readonly error: string }
  if ('error' in answer) throw new Error(`The load of ${caseName} stopped: ${answer.error}`)
  if (answer.result.firstFailure !== undefined) console.error(answer.result.firstFailure)
  failures += answer.result.failures
  return answer.result
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple
}
