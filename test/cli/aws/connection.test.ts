import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseConnection, localEndpoint } from '../../../src/cli/aws/connection.ts'
import { explainError } from '../../../src/cli/aws/explain-error.ts'
import { loadProfile, type Profile } from '../../../src/cli/aws/profile.ts'
import { createRequest } from '../../../src/cli/aws/request.ts'
import { operationModel } from '../../../src/wire/model.ts'
import { temporaryDirectory } from '../twinlock-process.ts'
import { startCannedServer } from './canned-answers.ts'
import { rootVariables } from './server.ts'

const options = { aws: false, endpointUrl: undefined, region: undefined }

function profileOf(
  settings: Profile['settings'] = {},
  isChosen = false,
  services: Record<string, string> = {},
): Profile {
  return { name: isChosen ? 'work' : 'default', isChosen, settings, endpointOf: (service) => services[service] }
}

function choose(
  given: Partial<{ aws: boolean; endpointUrl: string; region: string }> = {},
  profile = profileOf(),
  variables: Record<string, string> = {},
) {
  const { endpoint, isAws, region } = chooseConnection('iam', { ...options, ...given }, profile, variables)
  return [endpoint, isAws, region]
}

describe('without an endpoint', () => {
  const local = ['http://localhost:6320', false, 'us-east-1']

  it('it is the server on this machine', () => {
    expect(choose()).toEqual(local)
  })

  it('an empty variable names none', () => {
    expect(choose({}, profileOf(), { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_IAM: '', AWS_REGION: '' })).toEqual(local)
  })

  it('a region alone does not lead to AWS', () => {
    expect(choose({ region: 'eu-west-1' })[0]).toBe('http://localhost:6320')
    expect(choose({}, profileOf(), { AWS_REGION: 'eu-west-1' })[0]).toBe('http://localhost:6320')
    expect(choose({}, profileOf({ region: 'eu-west-1' }))).toEqual(['http://localhost:6320', false, 'eu-west-1'])
  })

  it('nor does a chosen profile that names neither a region nor an endpoint', () => {
    expect(choose({}, profileOf({ aws_access_key_id: 'AKIA' }, true))).toEqual(local)
  })

  it('nor does one that a variable names', async () => {
    const config = join(temporaryDirectory(), 'config')
    writeFileSync(config, '[profile work]\nregion = eu-west-1\n')
    const files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config }
    const variables = { ...files, AWS_PROFILE: 'work' }
    expect(choose({}, await loadProfile(undefined, variables), variables)).toEqual([...local.slice(0, 2), 'eu-west-1'])
    expect(choose({}, await loadProfile('work', files), files)).toEqual([undefined, true, 'eu-west-1'])
  })

  it('a chosen profile with a region is meant for AWS', () => {
    expect(choose({}, profileOf({ region: 'eu-west-1' }, true))).toEqual([undefined, true, 'eu-west-1'])
  })

  it('--aws leads to AWS, whatever is configured', () => {
    const variables = { AWS_ENDPOINT_URL: 'http://localhost:1' }
    expect(choose({ aws: true }, profileOf(), variables)).toEqual([undefined, true, 'us-east-1'])
  })
})

describe('the endpoint', () => {
  const profile = profileOf({ endpoint_url: 'http://profile' }, true, { iam: 'http://services' })
  const variables = {
    AWS_ENDPOINT_URL: 'http://any',
    AWS_ENDPOINT_URL_IAM: 'http://iam',
    AWS_ENDPOINT_URL_STS: 'http://sts',
  }

  it('is looked for in the order of the AWS CLI', () => {
    expect(choose({ endpointUrl: 'http://option' }, profile, variables)[0]).toBe('http://option')
    expect(choose({}, profile, variables)[0]).toBe('http://iam')
    expect(chooseConnection('sts', options, profile, variables).endpoint).toBe('http://sts')
    expect(choose({}, profile, { AWS_ENDPOINT_URL: 'http://any' })[0]).toBe('http://any')
    expect(choose({}, profile)[0]).toBe('http://services')
    expect(choose({}, profileOf({ endpoint_url: 'http://profile' }))[0]).toBe('http://profile')
  })

  it('of configuration can be ignored', () => {
    expect(choose({}, profile, { ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })[0]).toBe(
      'http://localhost:6320',
    )
    expect(choose({ endpointUrl: 'http://option' }, profile, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })[0]).toBe(
      'http://option',
    )
  })

  it('is known for AWS by its host', () => {
    expect(choose({ endpointUrl: 'https://iam.amazonaws.com' })[1]).toBe(true)
    expect(choose({ endpointUrl: 'https://iam.cn-north-1.amazonaws.com.cn' })[1]).toBe(true)
    expect(choose({ endpointUrl: 'https://iam.global.api.aws' })[1]).toBe(true)
    expect(choose({ endpointUrl: 'https://amazonaws.com.example.org' })[1]).toBe(false)
    expect(choose({ endpointUrl: 'https://notamazonaws.com' })[1]).toBe(false)
  })

  it('must be a URL, and is not --aws', () => {
    expect(() => choose({ endpointUrl: 'localhost' })).toThrow('scheme is missing')
    expect(() => choose({ endpointUrl: 'localhost:6320' })).toThrow('Invalid endpoint: localhost:6320')
    expect(() => choose({ endpointUrl: 'http://x', aws: true })).toThrow('exclude each other')
  })
})

it('says how to start a server where nobody listens, on this machine only', () => {
  const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })
  const explain = (endpoint: string) =>
    explainError(refused, 'ListUsers', { endpoint, isAws: false, region: 'x' }).output
  const url = 'Could not connect to the endpoint URL'
  expect(explain(localEndpoint)).toBe(
    `\n${url}: "http://localhost:6320/"\ntwinlock: no server is running there; start one with \`twinlock serve\`\n`,
  )
  expect(explain('http://iam.example.com/x')).toBe(`\n${url}: "http://iam.example.com/x"\n`)
})

it('the region of a variable wins over that of a profile', () => {
  const profile = profileOf({ region: 'eu-west-1' })
  expect(choose({}, profile, { AWS_DEFAULT_REGION: 'eu-west-2' })[2]).toBe('eu-west-2')
  expect(choose({}, profile, { AWS_DEFAULT_REGION: 'eu-west-2', AWS_REGION: 'eu-west-3' })[2]).toBe('eu-west-3')
  expect(choose({ region: 'eu-west-4' }, profile, { AWS_REGION: 'eu-west-3' })[2]).toBe('eu-west-4')
})

it('when it talks to AWS it says so, once, and before', async () => {
  const canned = await startCannedServer()
  const warnings: string[] = []
  const globals = {
    ...{ ...options, profile: undefined, output: undefined, query: undefined, color: 'auto', isSigned: true },
    ...{ verifyCertificates: true, caBundle: undefined, readTimeout: 60, connectTimeout: 60 },
  }
  const request = createRequest(
    operationModel('iam', 'GetRole'),
    { endpoint: canned.endpoint, isAws: true, region: 'us-east-1' },
    profileOf({}, true),
    globals,
    {
      variables: rootVariables,
      print: () => {},
      warn: (text) => warnings.push(`${canned.forms.length}: ${text}`),
      columns: 80,
      hasColors: false,
      showsHints: false,
    },
  )
  await expect(request({})).rejects.toThrow('Missing required parameter in input: "RoleName"')
  expect(warnings).toEqual([])
  await request({ RoleName: 'deploy' })
  await request({ RoleName: 'deploy' })
  canned.close()
  expect(warnings).toEqual(['0: twinlock: talking to AWS (profile work)\n'])
})
