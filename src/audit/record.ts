/**
 * An event as CloudTrail writes it: what its readers ask for most, and whatever else there is.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface AuditRecord {
  readonly eventID: string
  /** `2026-01-31T12:00:00Z` */
  readonly eventTime: string
  /** `iam.amazonaws.com` */
  readonly eventSource: string
  readonly eventName: string
  readonly readOnly: boolean
  readonly userIdentity: {
    readonly type?: string
    readonly arn?: string
    readonly userName?: string
    readonly accessKeyId?: string
    readonly [member: string]: unknown
  }
  /** Of what was refused. */
  readonly errorCode?: string
  readonly errorMessage?: string
  /** Members as CloudTrail spells them: `userName`. */
  readonly requestParameters: Readonly<Record<string, unknown>> | null
  readonly responseElements: Readonly<Record<string, unknown>> | null
  readonly [member: string]: unknown
}
