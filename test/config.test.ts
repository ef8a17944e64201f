import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, type Environment, type Flags, readConfig, type Setting, settings } from '../src/config.ts'

const masterKey = Buffer.alloc(32, 1).toString('base64')

function problemsOf(flags: Flags, variables: Environment = {}, files: Record<string, string> = {}): readonly string[] {
  try {
    readConfig(flags, variables, readerOf(files))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

function readerOf(files: Record<string, string>): (path: string) => string {
  return (path) => {
    const text = files[path]
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    return text
  }
}

describe('the defaults', () => {
  it('are those of the documentation', () => {
    expect(readConfig({}, {})).toEqual({
      port: 6320,
      trustProxy: false,
      dataDir: './twinlock-data',
      ephemeral: false,
      accountId: '123456789012',
      testMode: false,
      mfaLockout: 100,
      sessionIdleMinutes: 60,
      sessionHours: 12,
      auditRetentionDays: 90,
      auditReads: false,
      logLevel: 'info',
    })
  })
})

describe('flags and variables', () => {
  it('reads every setting from its variable', () => {
    const config = readConfig(
      {},
      {
        TWINLOCK_HOST: '0.0.0.0',
        TWINLOCK_PORT: '8080',
        TWINLOCK_PUBLIC_URL: 'https://iam.example.com/',
        TWINLOCK_TRUST_PROXY: '1',
        TWINLOCK_DATABASE_URL: 'postgres://twinlock:secret@db/iam',
        TWINLOCK_ACCOUNT_ID: '111122223333',
        TWINLOCK_MFA_LOCKOUT: '0',
        TWINLOCK_LOG_LEVEL: 'debug',
        TWINLOCK_MASTER_KEY: masterKey,
        TWINLOCK_ROOT_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        TWINLOCK_ROOT_SECRET_ACCESS_KEY: 'secret-access-key',
        TWINLOCK_ROOT_EMAIL: 'root@example.com',
        TWINLOCK_ROOT_PASSWORD: 'correct horse battery',
      },
    )
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://iam.example.com',
      trustProxy: true,
      databaseUrl: 'postgres://twinlock:secret@db/iam',
      accountId: '111122223333',
      mfaLockout: 0,
      logLevel: 'debug',
      masterKey: Buffer.alloc(32, 1),
      rootAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      rootSecretAccessKey: 'secret-access-key',
      rootEmail: 'root@example.com',
      rootPassword: 'correct horse battery',
    })
  })

  it('lets a flag beat its variable, as a switch too', () => {
    const variables = { TWINLOCK_PORT: '1', TWINLOCK_EPHEMERAL: 'false' }
    expect(readConfig({ port: '2', ephemeral: true }, variables)).toMatchObject({ port: 2, ephemeral: true })
  })

  it('takes no secret from the command line that has no flag', () => {
    expect(readConfig({ rootPassword: 'from the flags' }, {})).not.toHaveProperty('rootPassword')
  })
})

describe('secrets in files', () => {
  it('reads them, without the line break at the end', () => {
    const config = readConfig({}, { TWINLOCK_MASTER_KEY_FILE: '/run/key' }, readerOf({ '/run/key': `${masterKey}\n` }))
    expect(config.masterKey).toEqual(Buffer.alloc(32, 1))
  })

  it('refuses a variable and its file together', () => {
    const variables = { TWINLOCK_ROOT_PASSWORD: 'long enough', TWINLOCK_ROOT_PASSWORD_FILE: '/run/password' }
    expect(problemsOf({}, variables, { '/run/password': 'long enough' })).toEqual([
      'TWINLOCK_ROOT_PASSWORD and TWINLOCK_ROOT_PASSWORD_FILE are both set: only one of them can count',
    ])
  })

  it('names a file that cannot be read', () => {
    expect(problemsOf({}, { TWINLOCK_MASTER_KEY_FILE: '/missing' })).toEqual([
      'TWINLOCK_MASTER_KEY_FILE: /missing cannot be read (ENOENT)',
    ])
  })

  it('has no file for what is no secret', () => {
    expect(problemsOf({}, { TWINLOCK_PORT_FILE: '/run/port' })).toHaveLength(1)
  })
})

describe('values', () => {
  it.each<[keyof typeof settings, string]>([
    ['port', '65536'],
    ['port', '-1'],
    ['port', '80a'],
    ['host', 'http://localhost'],
    ['publicUrl', 'ftp://example.com'],
    ['publicUrl', 'https://example.com/path'],
    ['publicUrl', 'https://user@example.com'],
    ['publicUrl', 'example.com'],
    ['trustProxy', 'yes'],
    ['databaseUrl', 'mysql://db/iam'],
    ['accountId', '12345678901'],
    ['mfaLockout', '-1'],
    ['logLevel', 'loud'],
    ['masterKey', Buffer.alloc(31).toString('base64')],
    ['masterKey', `${masterKey} `],
    ['rootAccessKeyId', 'ASIAIOSFODNN7EXAMPLE'],
    ['rootAccessKeyId', 'AKIASHORT'],
    ['rootSecretAccessKey', 'with blank inside'],
    ['rootSecretAccessKey', 'short'],
    ['rootEmail', 'nobody'],
    ['rootPassword', '1234567'],
    ['rootPassword', 'p'.repeat(129)],
  ])('refuses %s = %s', (name, text) => {
    const { variable } = settings[name]
    expect(problemsOf({}, { [variable]: text }).join('\n')).toContain(`${variable} must be `)
  })

  it('refuses an empty value of every setting', () => {
    for (const { variable } of Object.values<Setting>(settings)) {
      expect(problemsOf({}, { [variable]: '' })).toContain(`${variable} is empty: give it a value, or leave it out`)
    }
  })

  it('never repeats a secret', () => {
    const secrets = Object.values<Setting>(settings).filter(({ isSecret }) => isSecret)
    expect(secrets).toHaveLength(4)
    fc.assert(
      fc.property(fc.constantFrom(...secrets), fc.string({ minLength: 5 }), ({ variable }, text) => {
        expect(problemsOf({}, { [variable]: `\u0007${text}` }).join('\n')).not.toContain(text)
      }),
    )
  })
})

describe('combinations', () => {
  it.each(['testMode', 'ephemeral'] as const)('%s refuses to write anywhere', (mode) => {
    expect(problemsOf({ [mode]: true, dataDir: './twinlock-data' })).toHaveLength(1)
    const variables = { TWINLOCK_DATABASE_URL: 'postgres://db/iam', TWINLOCK_MASTER_KEY: masterKey }
    expect(problemsOf({ [mode]: true }, variables)).toHaveLength(1)
  })

  it('requires the master key with a database that several servers share', () => {
    expect(problemsOf({ databaseUrl: 'postgres://db/iam' })).toEqual([
      '--database-url (TWINLOCK_DATABASE_URL) requires TWINLOCK_MASTER_KEY, the same for every server on that database',
    ])
  })

  it('requires the two halves of the root access key together', () => {
    expect(problemsOf({}, { TWINLOCK_ROOT_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' })).toHaveLength(1)
    expect(problemsOf({}, { TWINLOCK_ROOT_SECRET_ACCESS_KEY: 'secret-access-key' })).toHaveLength(1)
  })

  it('reports all problems at once', () => {
    expect(
      problemsOf({ port: 'x', accountId: '1', testMode: true, dataDir: 'd' }, { TWINLOCK_PROT: '1' }),
    ).toHaveLength(4)
  })
})

describe('unknown variables', () => {
  it('suggests the name that was meant', () => {
    expect(problemsOf({}, { TWINLOCK_DATADIR: 'x' })).toEqual([
      'TWINLOCK_DATADIR is not a setting: is TWINLOCK_DATA_DIR meant?',
    ])
  })

  it('leaves the variables of others alone', () => {
    expect(problemsOf({}, { PATH: '/bin', AWS_PROFILE: 'x', TWINLOCKED: 'x' })).toEqual([])
  })

  it('ignores what Kubernetes injects for a Service of that name, and what a port number then is', () => {
    const injected = {
      TWINLOCK_SERVICE_HOST: '10.0.0.1',
      TWINLOCK_SERVICE_PORT: '6320',
      TWINLOCK_SERVICE_PORT_HTTP: '6320',
      TWINLOCK_PORT: 'tcp://10.0.0.1:6320',
      TWINLOCK_PORT_6320_TCP: 'tcp://10.0.0.1:6320',
      TWINLOCK_PORT_6320_TCP_PROTO: 'tcp',
      TWINLOCK_PORT_6320_TCP_PORT: '6320',
      TWINLOCK_PORT_6320_TCP_ADDR: '10.0.0.1',
      TWINLOCK_DB_PORT: 'tcp://10.0.0.2:5432',
    }
    expect(readConfig({}, injected).port).toBe(6320)
    expect(problemsOf({}, { TWINLOCK_PORT_6320: '1' })).toHaveLength(1)
    expect(problemsOf({}, { TWINLOCK_PORT: 'http://10.0.0.1' })).toHaveLength(1)
  })
})
