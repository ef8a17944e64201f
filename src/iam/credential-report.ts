/**
 * The credential report. It is made while somebody asks for it and kept with the account, so that there is nothing that a
 * restart could interrupt: whoever asks again, of whatever server on the database, finds it complete or begins anew.
 */
import type { Call } from '../call.ts'
import { findCredentialReport, findCredentialReportTime, putCredentialReport } from '../storage/credential-reports.ts'
import { AwsFault } from '../wire/faults.ts'
import { writeCredentialReport } from './credential-report-rows.ts'
import { iamOperation } from './operation.ts'

/** AWS generates one every four hours at most. */
const lifetime = 4 * 3_600_000

export const generateCredentialReport = iamOperation('GenerateCredentialReport', {
  limits: {},
  access: 'attempt',
  permissions: () => [{ action: 'iam:GenerateCredentialReport', resource: '*' }],
  async prepare(_, call) {
    const generatedAt = await findCredentialReportTime(call.queries, call.accountId)
    return generatedAt !== undefined && isFresh(generatedAt, call) ? undefined : writeCredentialReport(call)
  },
  async run(_, { queries, accountId, now }, content) {
    if (content === undefined) return { State: 'COMPLETE' as const }
    const report = { account_id: accountId, generated_at: now.getTime(), content }
    // Somebody else has begun, and was faster.
    if (!(await putCredentialReport(queries, report, lifetime))) return { State: 'INPROGRESS' as const }
    // AWS begins to generate it, and says so. Clients ask until they read COMPLETE.
    return { State: 'STARTED' as const, Description: 'No report exists. Starting a new report generation task' }
  },
})

export const getCredentialReport = iamOperation('GetCredentialReport', {
  limits: {},
  access: 'read',
  permissions: () => [{ action: 'iam:GetCredentialReport', resource: '*' }],
  async run(_, call) {
    const report = await findCredentialReport(call.queries, call.accountId)
    if (!report) throw new AwsFault('CredentialReportNotPresent', 'Unknown')
    if (!isFresh(report.generated_at, call)) throw new AwsFault('CredentialReportExpired', 'Unknown')
    return {
      Content: Buffer.from(report.content),
      ReportFormat: 'text/csv' as const,
      GeneratedTime: new Date(report.generated_at),
    }
  },
})

/** In either direction: a clock that was put back must not keep a report for ever. */
function isFresh(generatedAt: number, { now }: Call): boolean {
  return Math.abs(now.getTime() - generatedAt) < lifetime
}
