/** A server in this process and on the system's time, for commands that sign with it. */
import { IAM } from '@aws-sdk/client-iam'
import pino from 'pino'
import { readConfig } from '../../../src/config.ts'
import { type RunningServer, startServer } from '../../../src/main.ts'

export const rootVariables = {
  AWS_ACCESS_KEY_ID: 'AKIATESTROOTTESTROOT',
  AWS_SECRET_ACCESS_KEY: 'test-root-secret-access-key-0123456789ab',
}

export function startLocalServer(): Promise<RunningServer> {
  const config = readConfig(
    { port: '0', ephemeral: true },
    {
      TWINLOCK_ROOT_ACCESS_KEY_ID: rootVariables.AWS_ACCESS_KEY_ID,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootVariables.AWS_SECRET_ACCESS_KEY,
    },
  )
  return startServer({ config, log: pino({ level: 'silent' }) })
}

/** The root user, who prepares what a command finds. */
export function rootClientOf(endpoint: string): IAM {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = rootVariables
  return new IAM({ endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } })
}

/** What a command needs to reach it, and nothing of the machine's own AWS configuration. */
export function variablesFor(endpoint: string): Record<string, string> {
  return {
    ...rootVariables,
    AWS_ENDPOINT_URL: endpoint,
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  }
}
