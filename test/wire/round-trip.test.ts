/** AWS's own client is the other side: what it sends is read as it was meant, and it reads what is answered. */
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findOperation } from '../../src/server/operations.ts'
import { AwsFault, commonFaults, type FaultName } from '../../src/wire/faults.ts'
import {
  actionsOf,
  type ModelledFaultName,
  operationModel,
  type ServiceName,
  type Shape,
  type Structure,
  services,
} from '../../src/wire/model.ts'
import { decodeInput, type Form, parseForm } from '../../src/wire/query.ts'
import { encodeFault, encodeSuccess } from '../../src/wire/xml.ts'

const modules = { iam: Iam, sts: Sts } as const
const requestId = '01234567-89ab-cdef-0123-456789abcdef'
const runs = { numRuns: 15 }

interface Exchange {
  /** What the client sent last. */
  form?: Form
  /** What it is answered. */
  answer: { readonly status: number; readonly body: string }
}

type Client = (service: ServiceName, action: string, input: object) => Promise<object>

/** AWS's clients with their own serializers, and without a network. */
function connect(): { exchange: Exchange; call: Client } {
  const exchange: Exchange = { answer: { status: 200, body: '' } }
  const requestHandler = {
    async handle(request: { body?: unknown }) {
      exchange.form = parseForm('', Buffer.from(String(request.body)).toString('latin1'))
      const { status, body } = exchange.answer
      return { response: { statusCode: status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) } }
    },
  }
  const options = {
    endpoint: 'http://localhost',
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  }
  const clients: Record<ServiceName, { send(command: never): Promise<object> }> = {
    iam: new Iam.IAMClient(options),
    sts: new Sts.STSClient(options),
  }
  return {
    exchange,
    async call(service, action, input) {
      const Command = (modules[service] as never)[`${action}Command`] as new (input: object) => never
      const { $metadata, ...output } = (await clients[service].send(new Command(input))) as { $metadata: object }
      return output
    },
  }
}

interface Texts {
  readonly text: fc.Arbitrary<string>
  /** Whether a structure without members, or a map without entries, can be told from an absent one. */
  readonly mayBeEmpty: boolean
}

const wholeSeconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000))

function arbitraryOf(shape: Shape, texts: Texts): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'structure':
      return arbitraryStructure(shape, texts)
    case 'list':
      return fc.array(arbitraryOf(shape.item, texts), { maxLength: 3 })
    case 'map':
      return fc.dictionary(texts.text, arbitraryOf(shape.value, texts), {
        minKeys: texts.mayBeEmpty ? 0 : 1,
        maxKeys: 3,
      })
    case 'integer':
      return fc.integer()
    case 'boolean':
      return fc.boolean()
    case 'timestamp':
      return wholeSeconds
    case 'blob':
      return fc.uint8Array({ maxLength: 20 })
    default:
      return texts.text
  }
}

/** Any member can be missing: who requires which is not the wire's business. */
function arbitraryStructure({ members }: Structure, texts: Texts, mayBeEmpty = texts.mayBeEmpty): fc.Arbitrary<object> {
  const record = fc.record(Object.fromEntries(members.map(({ name, shape }) => [name, arbitraryOf(shape, texts)])), {
    requiredKeys: [],
    noNullPrototype: true,
  })
  const first = members[0]
  if (mayBeEmpty || !first) return record
  return fc
    .tuple(record, arbitraryOf(first.shape, texts))
    .map(([values, value]) => (Object.keys(values).length > 0 ? values : { [first.name]: value }))
}

/** Everything in Unicode but lone surrogates, which no client can send. */
const sent: Texts = { text: fc.string({ unit: 'binary', maxLength: 20 }), mayBeEmpty: false }

/** Of what XML can say, the client reads white space with a line break as nothing. */
const received: Texts = {
  text: sent.text.filter(
    (text) => (!/(?![\t\n\r\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]/u.test(text) && text.trim() !== '') || text === '',
  ),
  mayBeEmpty: true,
}

const operations = (['iam', 'sts'] as const).flatMap((service) =>
  actionsOf(service).map((action) => ({ service, action })),
)

it('covers all operations of both services', () => {
  expect(operations).toHaveLength(192)
})

describe.each(operations)('$action', ({ service, action }) => {
  const { exchange, call } = connect()
  const model = operationModel(service, action)

  it('is read as the client meant it', async () => {
    exchange.answer = { status: 200, body: encodeSuccess(model, {}, requestId) }
    await fc.assert(
      fc.asyncProperty(arbitraryStructure(model.input, sent, true), async (input) => {
        await call(service, action, input)
        const form = exchange.form ?? new Map()
        expect(findOperation(form).model.action).toBe(action)
        expect(findOperation(form).model.service.name).toBe(service)
        expect(decodeInput(model.input, form)).toEqual(input)
      }),
      runs,
    )
  })

  it('is answered as the client reads it', async () => {
    const output = model.output ? arbitraryStructure(model.output, received) : fc.constant({})
    await fc.assert(
      fc.asyncProperty(output, async (value) => {
        exchange.answer = { status: 200, body: encodeSuccess(model, value as Record<string, unknown>, requestId) }
        expect(await call(service, action, {})).toEqual(value)
      }),
      runs,
    )
  })
})

const faultsOf = (service: ServiceName) =>
  Object.keys(modules[service])
    .filter((name) => name.endsWith('Exception') && !name.endsWith('ServiceException'))
    .map((name) => ({ service, name: name.slice(0, -'Exception'.length) as ModelledFaultName }))
const modelledFaults = [...faultsOf('iam'), ...faultsOf('sts').filter(({ name }) => !(name in commonFaults))]

describe('errors', () => {
  const { exchange, call } = connect()

  async function errorOf(service: ServiceName, fault: FaultName, message: string) {
    const { status } = new AwsFault(fault, message)
    exchange.answer = { status, body: encodeFault(new AwsFault(fault, message), requestId, services[service]) }
    const anyAction = service === 'iam' ? 'GetUser' : 'GetCallerIdentity'
    return call(service, anyAction, {}).then(
      () => Promise.reject(new Error('It was taken for a success')),
      (error: Error & { Code: string; $fault: string; $metadata: { httpStatusCode: number } }) => error,
    )
  }

  it.each(modelledFaults)('$name of $service is that error to the client', async ({ service, name }) => {
    const error = await errorOf(service, name, 'What was wrong: <that> & "this". ')
    expect(error).toBeInstanceOf((modules[service] as never)[`${name}Exception`])
    expect(error.message).toBe('What was wrong: <that> & "this". ')
    const fault = new AwsFault(name, 'x')
    expect(error.Code).toBe(fault.code)
    expect(error.$metadata.httpStatusCode).toBe(fault.status)
    expect(error.$fault).toBe(fault.type === 'Sender' ? 'client' : 'server')
  })

  it.each(Object.entries(commonFaults))('%s reaches the client by its code', async (code, status) => {
    const error = await errorOf('sts', code as FaultName, 'What was wrong')
    expect([error.Code, error.$metadata.httpStatusCode, error.message]).toEqual([code, status, 'What was wrong'])
  })
})
