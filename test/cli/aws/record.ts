/**
 * Writes recorded/*.txt: what the AWS CLI, version 2, prints for the scenarios, on a Twinlock of its own.
 *
 * Run: node test/cli/aws/record.ts   (aws-cli/2.9.19 made what is there; it takes two minutes)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAwsCli } from './aws-cli.ts'
import { startCannedServer } from './canned-answers.ts'
import { play } from './scenarios.ts'
import { startLocalServer } from './server.ts'
import { formatStep, recordedFile } from './transcript.ts'

const server = await startLocalServer()
const canned = await startCannedServer()
const directory = mkdtempSync(join(tmpdir(), 'twinlock-record-'))
const transcripts = new Map<string, string>()
const execute = (args: readonly string[]) => runAwsCli(args, server.endpoint, directory)
for await (const [scenario, step, outcome] of play(directory, canned.endpoint, execute)) {
  transcripts.set(scenario, (transcripts.get(scenario) ?? '') + formatStep(step, outcome, directory))
}
for (const [scenario, transcript] of transcripts) writeFileSync(recordedFile(scenario), transcript)
rmSync(directory, { recursive: true })
canned.close()
await server.close()
