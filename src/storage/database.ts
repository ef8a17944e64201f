/**
 * Storage: the tables, and how work is done on them. Kysely is the port: one set of queries, two databases, and only
 * `sqlite.ts` and `postgres.ts` know which of them it is. Queries stand in one file per table family; they take a
 * `Queries`, return records, and know no rule of AWS. Nothing outside this folder writes SQL.
 *
 * Times are milliseconds since the epoch, booleans 0 or 1, names are kept as spelt beside a `…_key` in lower case that is
 * unique and looked up. Every table carries the account id.
 */
import type { Generated, Kysely } from 'kysely'

export type Milliseconds = number

export interface Tables {
  server_settings: { name: string; value: string }
  accounts: {
    account_id: string
    alias: string | null
    /** Counts the changes of the account; each change locks this row, so that they happen one after the other. */
    revision: Generated<number>
    created_at: Milliseconds
    root_email: string
    root_password_hash: string
    root_password_last_used_at: Milliseconds | null
  }
  users: {
    account_id: string
    /** AIDA…; never used again after the user is deleted. */
    user_id: string
    name: string
    name_key: string
    path: string
    created_at: Milliseconds
    password_last_used_at: Milliseconds | null
    permissions_boundary_id: string | null
  }
  groups: {
    account_id: string
    /** AGPA… */
    group_id: string
    name: string
    name_key: string
    path: string
    created_at: Milliseconds
  }
  group_members: { account_id: string; user_id: string; group_id: string }
  roles: {
    account_id: string
    /** AROA… */
    role_id: string
    name: string
    name_key: string
    path: string
    created_at: Milliseconds
    trust_policy: string
    description: string | null
    max_session_seconds: number
    permissions_boundary_id: string | null
    last_used_at: Milliseconds | null
    last_used_region: string | null
  }
  instance_profiles: {
    account_id: string
    /** AIPA… */
    instance_profile_id: string
    name: string
    name_key: string
    path: string
    created_at: Milliseconds
    role_id: string | null
  }
  service_linked_role_deletions: { account_id: string; deletion_task_id: string; created_at: Milliseconds }
  /** The policies that customers manage; those of AWS are in `policy/`, and have no rows. */
  managed_policies: {
    account_id: string
    /** ANPA… */
    policy_id: string
    name: string
    name_key: string
    path: string
    description: string | null
    default_version: number
    last_version: number
    created_at: Milliseconds
    updated_at: Milliseconds
  }
  managed_policy_versions: {
    account_id: string
    policy_id: string
    version: number
    document: string
    created_at: Milliseconds
  }
  /** By the unique ids of a user, group or role, and of a policy of either kind. */
  attached_policies: { account_id: string; entity_id: string; policy_id: string }
  inline_policies: { account_id: string; entity_id: string; name: string; name_key: string; document: string }
  /** The tags of every taggable resource, by its unique id. */
  tags: {
    account_id: string
    resource_id: string
    tag_key: string
    /** `tag_key` in lower case: AWS's tag keys differ in more than case. */
    key_key: string
    tag_value: string
  }
  access_keys: {
    account_id: string
    access_key_id: string
    /** The user id, or the account id for the root user's keys. */
    owner_id: string
    status: 'Active' | 'Inactive'
    sealed_secret: string
    created_at: Milliseconds
    last_used_at: Milliseconds | null
    last_used_service: string | null
    last_used_region: string | null
  }
  ssh_public_keys: {
    account_id: string
    /** APKA… */
    ssh_public_key_id: string
    user_id: string
    /** As SSH writes it, in base64. */
    public_key: string
    status: 'Active' | 'Inactive'
    uploaded_at: Milliseconds
  }
  signing_certificates: {
    account_id: string
    /** Made of the certificate: see `iam/signing-certificates.ts`. */
    certificate_id: string
    /** The user id, or the account id for those of the root user. */
    owner_id: string
    body: string
    status: 'Active' | 'Inactive'
    uploaded_at: Milliseconds
  }
  service_specific_credentials: {
    account_id: string
    /** ACCA… */
    credential_id: string
    user_id: string
    /** `codecommit.amazonaws.com` */
    service_name: string
    /** By which the service knows it. Stays when the user is renamed. */
    login_name: string
    login_key: string
    secret_hash: string
    status: 'Active' | 'Inactive'
    created_at: Milliseconds
    /** Null: never. */
    expires_at: Milliseconds | null
  }
  server_certificates: {
    account_id: string
    /** ASCA… */
    server_certificate_id: string
    name: string
    name_key: string
    path: string
    body: string
    chain: string | null
    sealed_private_key: string
    uploaded_at: Milliseconds
    expires_at: Milliseconds
  }
  openid_connect_providers: {
    account_id: string
    /** Without `https://`. */
    url: string
    /** JSON: an array of strings. */
    client_ids: string
    /** JSON: an array of strings. */
    thumbprints: string
    created_at: Milliseconds
  }
  saml_providers: {
    account_id: string
    name: string
    name_key: string
    uuid: string
    /** XML, as it was given. */
    metadata: string
    valid_until: Milliseconds
    created_at: Milliseconds
  }
  login_profiles: {
    account_id: string
    user_id: string
    password_hash: string
    password_reset_required: 0 | 1
    created_at: Milliseconds
    password_changed_at: Milliseconds
  }
  /** The account's own rules for passwords; no row: AWS's default. */
  password_policies: {
    account_id: string
    minimum_length: number
    /** Null: passwords do not expire. */
    max_age_days: number | null
    /** Earlier passwords that may not be set again. */
    reuse_prevention: number | null
    require_symbols: 0 | 1
    require_numbers: 0 | 1
    require_uppercase: 0 | 1
    require_lowercase: 0 | 1
    users_may_change_password: 0 | 1
    hard_expiry: 0 | 1
  }
  /** The latest passwords of a user, the present one among them, counted from 1. */
  password_history: { account_id: string; user_id: string; number: number; tag: string }
  mfa_devices: {
    account_id: string
    /** Ours, one for each seed: a device that is deleted and created again under its serial number gets another. */
    device_id: string
    serial_number: string
    serial_key: string
    kind: 'virtual' | 'hardware'
    sealed_seed: string
    created_at: Milliseconds
    /** The user it is assigned to (the account id for the root user), null while it is not. */
    owner_id: string | null
    enabled_at: Milliseconds | null
    /** Time steps by which the device's clock is ahead of ours. */
    clock_adjustment: number
    /** The counter of the second code of the last accepted pair. */
    last_pair_counter: number | null
    /** Failed verifications since the last good one. */
    consecutive_failures: number
    /** Codes up to this counter count as used: their rows in mfa_used_codes are gone. */
    used_through_counter: number | null
    /** The user who is asked for two codes of it at sign-in; null for most, and as soon as somebody has it. */
    prepared_for: string | null
  }
  /** A code that issued a session: one row, inserted once. */
  mfa_used_codes: { account_id: string; device_id: string; counter: number; used_at: Milliseconds }
  /** Verifications counted in the current window, by what they were tried on. Outlives the device: it counts per ARN. */
  attempts: { account_id: string; subject: string; window_start: Milliseconds; count: number }
  sign_in_attempts: { account_id: string; subject: string; window_start: Milliseconds; count: number }
  /** Whoever has shown the password, and must show something else yet. */
  sign_ins: {
    account_id: string
    /** SHA-256 of what the browser holds. */
    secret_hash: string
    /** AIDA…, or the account id for the root user. */
    principal_id: string
    /** Of the password that was shown: see `sign_in_sessions`. */
    password_mark: string
    mfa_device_id: string | null
    mfa_authenticated_at: Milliseconds | null
    wrong_codes: number
    /** What a passkey has to sign, in base64url. */
    challenge: string | null
    expires_at: Milliseconds
  }
  sign_in_sessions: {
    account_id: string
    /** A UUID; no secret. */
    session_id: string
    kind: 'console' | 'cli'
    /** SHA-256 of the cookie (`console`) or of the refresh token (`cli`). */
    secret_hash: string
    /** ASIA…: what requests of a console session go by, in place of a key that signs. */
    access_key_id: string
    principal_id: string
    /** Changes whenever a password is set, be it the same. */
    password_mark: string
    /** The device that was shown; the session ends with it. */
    mfa_device_id: string | null
    mfa_authenticated_at: Milliseconds | null
    created_at: Milliseconds
    last_used_at: Milliseconds
    expires_at: Milliseconds
    source_ip: string
    user_agent: string | null
    /** Of `aws login`: which client it is, and the key that its refresh token is bound to. */
    client_id: string | null
    dpop_thumbprint: string | null
    /** What a passkey that is being enrolled has to sign, in base64url. */
    challenge: string | null
  }
  authorization_codes: {
    account_id: string
    /** SHA-256 of the code. */
    code_hash: string
    /** The browser's, in which somebody allowed it: the code goes with it. */
    session_id: string
    client_id: string
    redirect_uri: string
    /** SHA-256 of the secret that the client keeps until it redeems the code, in base64url. */
    challenge: string
    expires_at: Milliseconds
    /** The session that it began, and the key that it was redeemed with. Null: it is good still. */
    redeemed_session_id: string | null
    redeemed_thumbprint: string | null
  }
  dpop_proofs: {
    account_id: string
    /** SHA-256 of the key's thumbprint and the proof's `jti`. */
    proof_hash: string
    forget_at: Milliseconds
  }
  passkeys: {
    account_id: string
    device_id: string
    serial_number: string
    serial_key: string
    /** The user it belongs to, or the account id for the root user. */
    owner_id: string
    enabled_at: Milliseconds
    /** As the authenticator calls it, in base64url. */
    credential_id: string
    /** COSE, in base64url. */
    public_key: string
    /** The authenticator's own count of its signatures; 0 for those that do not count. */
    sign_count: number
    /** How browsers reach it, separated by commas: `usb,nfc`. */
    transports: string
  }
  audit_events: {
    account_id: string
    /** A UUID that sorts by time: `identity/time-ordered-id.ts`. */
    event_id: string
    event_time: Milliseconds
    /** `iam.amazonaws.com` */
    event_source: string
    event_name: string
    /** The user's name, `root`, or the name of the session; null where only a key is known. */
    user_name: string | null
    access_key_id: string | null
    read_only: 0 | 1
    /** `[["AWS::IAM::User","bob"]]`: what it was done to. */
    resources: string
    /** The event as CloudTrail writes it, in JSON. */
    record: string
  }
  /** The last one. */
  credential_reports: {
    account_id: string
    generated_at: Milliseconds
    /** The CSV file. */
    content: string
  }
  last_access_jobs: {
    account_id: string
    /** A UUID; no secret. */
    job_id: string
    /** Who alone may read it: the unique id of a user, the account id for the root user, or the key id of a session. */
    owner_id: string
    created_at: Milliseconds
    /** What was found, in JSON. */
    report: string
  }
}

/** What a query runs on: the database itself or a transaction. */
export type Queries = Kysely<Tables>

export interface Storage {
  readonly dialect: 'sqlite' | 'postgres'
  /**
   * For reading outside of a transaction. Each query sees everything that was committed before it, nothing that was not;
   * two queries of one read may see different states.
   */
  read<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  /**
   * One transaction: committed durably before it resolves, rolled back when `work` throws. `work` may be run again when
   * the database asks for it (serialization failure, deadlock), so it must have no effect but on the database, and must
   * not wait for anything else. An error of a query ends it: catching one inside and going on is not possible on PostgreSQL.
   * On SQLite transactions run one at a time; on PostgreSQL (READ COMMITTED) they run side by side, and rows that a
   * transaction has updated are locked until its end.
   *
   * Neither `read` nor `transaction` can be called inside of the work of another: that rejects.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** Waits for the work that has begun; whatever comes after rejects. */
  close(): Promise<void>
}
