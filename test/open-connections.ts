import type { TestServer } from './twinlock.ts'

/** Requests race only when each has a connection to the database: a pool that is still opening them serves one by one. */
export async function openConnections({ iam }: TestServer): Promise<void> {
  await Promise.all(Array.from({ length: 40 }, () => iam.listUsers({ MaxItems: 1 })))
}
