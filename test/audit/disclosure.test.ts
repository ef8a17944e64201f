/** Nothing secret is ever written down: every operation, with a mark in each of its texts. */
import { expect, it } from 'vitest'
import { apiCallEvent } from '../../src/audit/api-call.ts'
import { rootPrincipal } from '../../src/identity/long-term-principal.ts'
import { AwsFault } from '../../src/wire/faults.ts'
import { actionsOf, type OperationModel, operationModel, type Shape } from '../../src/wire/model.ts'
import { accountId } from '../twinlock.ts'

/** By their names alone, and generously: what only looks like a secret is listed below. */
const secretLike =
  /password|secret|seed|qrcode|privatekey|assertion(?!encryption)|token|code\d*$|encodedmessage|decodedmessage/i
const harmless = new Set([
  'Code',
  'GlobalEndpointTokenVersion',
  'RemovePrivateKey',
  'SubjectFromWebIdentityToken',
  'AssertionEncryptionMode',
])

/** Each another: one member may be harmless where another of its name is not. */
let marks = 0
const mark = (name: string) => `<<${++marks} ${name}>>`

/** A value of that shape with a mark in each text, and the marks of what must not be shown. */
function fill(shape: Shape, name: string, secrets: Set<string>): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(shape.members.map((member) => [member.name, fill(member.shape, member.name, secrets)]))
    case 'list':
      return [fill(shape.item, name, secrets), fill(shape.item, name, secrets)]
    case 'map':
      return { [fill(shape.key, name, secrets) as string]: fill(shape.value, name, secrets) }
    case 'timestamp':
      return new Date(0)
    case 'integer':
      return 1
    case 'boolean':
      return true
    case 'blob':
    case 'string': {
      const text = mark(name)
      const isSecret = shape.kind === 'blob' || shape.isSensitive || (secretLike.test(name) && !harmless.has(name))
      if (isSecret) secrets.add(text)
      return shape.kind === 'blob' ? Buffer.from(text) : text
    }
  }
}

const occasion = {
  accountId,
  now: new Date(0),
  requestId: 'request',
  request: { sourceIp: '192.0.2.1', isSecure: true, userAgent: 'test' },
}
const by = { principal: rootPrincipal(accountId), accessKeyId: 'AKIA', region: 'us-east-1', session: undefined }
const everyModel = [
  ...actionsOf('iam').map((action) => operationModel('iam', action)),
  ...actionsOf('sts').map((action) => operationModel('sts', action)),
]

it.each(everyModel.map((model): [string, OperationModel] => [`${model.service.name} ${model.action}`, model]))(
  '%s',
  (_, model) => {
    const secrets = new Set<string>()
    const input = fill(model.input, '', secrets) as object
    const output = (model.output ? fill(model.output, '', secrets) : {}) as object
    const records = [
      apiCallEvent(occasion, { by, model, input, outcome: output, isRead: false }),
      apiCallEvent(occasion, { by, model, input, outcome: output, isRead: true }),
      apiCallEvent(occasion, { by, model, input, outcome: new AwsFault('AccessDenied', ''), isRead: false }),
    ]
    for (const { record, ...columns } of records) {
      const text = record + JSON.stringify(columns)
      for (const secret of secrets) {
        expect(text).not.toContain(secret)
        expect(text).not.toContain(Buffer.from(secret).toString('base64'))
      }
    }
  },
)

it('shows everything else, under the names that CloudTrail has for it', () => {
  const model = operationModel('iam', 'CreateAccessKey')
  const CreateDate = new Date(Date.UTC(2014, 2, 4, 21, 11, 9))
  const AccessKey = { UserName: 'bob', AccessKeyId: 'AKIAB', Status: 'Active', SecretAccessKey: 'secret', CreateDate }
  const event = apiCallEvent(occasion, { by, model, input: { UserName: 'bob' }, outcome: { AccessKey }, isRead: false })
  expect(JSON.parse(event.record)).toMatchObject({
    requestParameters: { userName: 'bob' },
    responseElements: {
      accessKey: { userName: 'bob', accessKeyId: 'AKIAB', status: 'Active', createDate: 'Mar 4, 2014 9:11:09 PM' },
    },
  })
  expect(event.record).not.toContain('secret')
  expect(JSON.parse(event.resources)).toEqual([
    ['AWS::IAM::User', 'bob'],
    ['AWS::IAM::AccessKey', 'AKIAB'],
  ])
})

it('takes secrets out of what STS says of them', () => {
  const model = operationModel('sts', 'GetSessionToken')
  const message = "1 validation error detected: Value '1234567' at 'tokenCode' failed to satisfy constraint"
  const outcome = new AwsFault('ValidationError', message)
  const { record } = apiCallEvent(occasion, { by, model, input: { TokenCode: '1234567' }, outcome, isRead: false })
  expect(JSON.parse(record)).toMatchObject({
    errorCode: 'ValidationError',
    errorMessage:
      "1 validation error detected: Value 'HIDDEN_DUE_TO_SECURITY_REASONS' at 'tokenCode' failed to satisfy constraint",
    requestParameters: null,
  })
})

const privateKey = (kind: string) =>
  `-----BEGIN ${kind}-----\nc2VjcmV0c2VjcmV0\n${'c2VjcmV0'.repeat(8)}\n-----END ${kind}-----\n`
const kinds = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'OPENSSH PRIVATE KEY']

it.each([
  ['UploadSSHPublicKey', 'SSHPublicKeyBody'],
  ['UploadSigningCertificate', 'CertificateBody'],
  ['UploadServerCertificate', 'CertificateBody'],
  ['UploadServerCertificate', 'CertificateChain'],
] as const)('takes private keys out of what was sent by mistake: %s, %s', (action, member) => {
  const model = operationModel('iam', action)
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  const cutOff = privateKey('PRIVATE KEY').slice(0, 60)
  const text = certificate + kinds.map(privateKey).join('') + certificate + cutOff
  const outcome = new AwsFault('MalformedCertificate', `Certificate ${text} is malformed.`)
  const event = apiCallEvent(occasion, { by, model, input: { [member]: text }, outcome, isRead: false })
  expect(event.record + event.resources).not.toMatch(/c2Vj/)
  const shown = `${certificate}${'HIDDEN_DUE_TO_SECURITY_REASONS\n'.repeat(kinds.length)}${certificate}HIDDEN_DUE_TO_SECURITY_REASONS`
  const parameter = member.charAt(0).toLowerCase() + member.slice(1)
  expect(JSON.parse(event.record)).toMatchObject({
    // Nobody knows where a key ends that has no end.
    errorMessage: `Certificate ${shown}`,
    requestParameters: { [parameter]: shown },
  })
})

it('leaves out what is too long, and says so', () => {
  const model = operationModel('iam', 'CreatePolicy')
  const input = { PolicyName: 'p', PolicyDocument: 'x'.repeat(100_001) }
  const { record } = apiCallEvent(occasion, { by, model, input, outcome: {}, isRead: false })
  expect(JSON.parse(record).requestParameters).toEqual({
    omitted: true,
    originalSize: expect.any(Number),
    reason: 'The content is longer than 100 kB',
  })
})
