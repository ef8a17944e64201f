export interface TestCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What any client of AWS's SDK takes. */
export interface ClientOptions {
  readonly endpoint: string
  readonly region: string
  readonly credentials: TestCredentials
}
