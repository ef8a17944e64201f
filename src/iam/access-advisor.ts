/**
 * The access advisor: which services somebody may use, and when they were last used, as the audit log tells. A report is made
 * while it is asked for and kept for a day, so that there is no job that a restart could interrupt.
 */
import { randomUUID } from 'node:crypto'
import type { Call } from '../call.ts'
import { findLastAccessJob, insertLastAccessJob } from '../storage/last-access.ts'
import { findTrustedPrincipals } from '../storage/trusted-principals.ts'
import { AwsFault } from '../wire/faults.ts'
import { oneOf, text } from '../wire/limits.ts'
import { arn, jobID, marker, maxItems } from '../wire/named-limits.ts'
import {
  type AccessReport,
  type LastAccess,
  makeAccessReport,
  principalArn,
  type ServiceAccess,
} from './access-report.ts'
import { permissionOnSubject, requireSubject } from './access-subject.ts'
import { iamOperation } from './operation.ts'
import { noSuchJob } from './organizations.ts'
import { pageEnd, pageOf } from './paging.ts'
import { serviceNames } from './service-names.ts'

const granularity = oneOf(['SERVICE_LEVEL', 'ACTION_LEVEL'])
export const serviceNamespace = text({ min: 1, max: 64, pattern: String.raw`[\w-]*` })

/** AWS does not say how long it keeps them. */
const lifetime = 86_400_000

export const generateServiceLastAccessedDetails = iamOperation('GenerateServiceLastAccessedDetails', {
  limits: { Arn: arn, Granularity: granularity },
  access: 'attempt',
  permissions: ({ Arn }, call) => permissionOnSubject(call, 'iam:GenerateServiceLastAccessedDetails', Arn),
  async prepare({ Arn, Granularity = 'SERVICE_LEVEL' }, call) {
    return makeAccessReport(call, await requireSubject(call, Arn), Granularity)
  },
  async run(_, call, report) {
    const job = {
      account_id: call.accountId,
      job_id: randomUUID(),
      owner_id: ownerOf(call),
      created_at: call.now.getTime(),
      report: JSON.stringify(report),
    }
    await insertLastAccessJob(call.queries, job, lifetime)
    return { JobId: job.job_id }
  },
})

export const getServiceLastAccessedDetails = iamOperation('GetServiceLastAccessedDetails', {
  limits: { JobId: jobID, MaxItems: maxItems, Marker: marker },
  access: 'read',
  permissions: () => [{ action: 'iam:GetServiceLastAccessedDetails', resource: '*' }],
  async run({ JobId, ...input }, call) {
    const { status, report } = await requireJob(call, JobId)
    const page = pageOf(report.services, input, ({ namespace }) => `${JobId} services ${namespace}`, ofAnotherList)
    return {
      ...status,
      JobType: report.granularity,
      ServicesLastAccessed: page.rows.map(toServiceLastAccessed),
      ...pageEnd(page),
    }
  },
})

export const getServiceLastAccessedDetailsWithEntities = iamOperation('GetServiceLastAccessedDetailsWithEntities', {
  limits: { JobId: jobID, ServiceNamespace: serviceNamespace, MaxItems: maxItems, Marker: marker },
  access: 'read',
  permissions: () => [{ action: 'iam:GetServiceLastAccessedDetailsWithEntities', resource: '*' }],
  async run({ JobId, ServiceNamespace, ...input }, call) {
    const { status, report } = await requireJob(call, JobId)
    const service = report.services.find(({ namespace }) => namespace === ServiceNamespace)
    if (!service && !Object.hasOwn(serviceNames, ServiceNamespace)) {
      // So spelt by AWS.
      const message = `Service namepace ${ServiceNamespace} is either invalid or unsupported.`
      throw new AwsFault('InvalidInput', message)
    }
    const timeOf = (id: string) => service?.times[id] ?? 0
    const ids = service ? report.principalIds.toSorted((one, other) => timeOf(other) - timeOf(one)) : []
    const page = pageOf(ids, input, (id) => `${JobId} entities ${id}`, ofAnotherList)
    return { ...status, EntityDetailsList: await showPrincipals(call, page.rows, timeOf), ...pageEnd(page) }
  },
})

/** AWS's rule: the same user with whatever key, or the same session of a role. */
function ownerOf({ caller: { principal, accessKeyId } }: Call): string {
  return principal.kind === 'root' || principal.kind === 'user' ? principal.userId : accessKeyId
}

/** @throws AwsFault NoSuchEntity, also for a report of somebody else */
async function requireJob(call: Call, jobId: string) {
  // Whatever else, such as a NUL, PostgreSQL might not take.
  const isId = /^[0-9a-f-]+$/.test(jobId)
  const job = isId ? await findLastAccessJob(call.queries, call.accountId, jobId) : undefined
  if (job?.owner_id !== ownerOf(call)) throw noSuchJob(jobId)
  const date = new Date(job.created_at)
  const status = { JobStatus: 'COMPLETED' as const, JobCreationDate: date, JobCompletionDate: date }
  return { status, report: JSON.parse(job.report) as AccessReport }
}

/** The list stands in its markers, which are of no use in another. */
function ofAnotherList(): AwsFault {
  return new AwsFault('InvalidInput', 'The marker passed in the request was invalid.')
}

function toServiceLastAccessed({ namespace, last, times, actions }: ServiceAccess) {
  return {
    // A policy may name any, such as `constructor`.
    ServiceName: (Object.hasOwn(serviceNames, namespace) && serviceNames[namespace]) || namespace,
    ServiceNamespace: namespace,
    ...(last && {
      LastAuthenticated: new Date(last.time),
      LastAuthenticatedEntity: last.arn,
      LastAuthenticatedRegion: last.region,
    }),
    TotalAuthenticatedEntities: Object.keys(times).length,
    ...(actions && { TrackedActionsLastAccessed: actions.map(toActionLastAccessed) }),
  }
}

function toActionLastAccessed({ name, last }: { readonly name: string; readonly last?: LastAccess }) {
  return {
    ActionName: name,
    ...(last && {
      LastAccessedEntity: last.arn,
      LastAccessedTime: new Date(last.time),
      LastAccessedRegion: last.region,
    }),
  }
}

/** As they are called now, without those who are gone. */
async function showPrincipals({ queries, accountId }: Call, ids: readonly string[], timeOf: (id: string) => number) {
  const found = new Map((await findTrustedPrincipals(queries, accountId, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const principal = found.get(id)
    if (!principal) return []
    const { kind, name, path } = principal
    const EntityInfo = {
      Arn: principalArn(accountId, principal),
      Name: name,
      Type: kind === 'user' ? ('USER' as const) : ('ROLE' as const),
      Id: id,
      Path: path,
    }
    return [{ EntityInfo, ...(timeOf(id) > 0 && { LastAuthenticated: new Date(timeOf(id)) }) }]
  })
}
