/** Generators of requests that are nearly right, and of text that code likes to trip over. */
import fc from 'fast-check'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import { operationModel, type ServiceName, type Shape, services } from '../../src/wire/model.ts'
import { encodePercentBytes } from '../../src/wire/percent-encoding.ts'

const registries = { iam: iamRegistry, sts: stsRegistry } as const
const operations = (['iam', 'sts'] as const).flatMap((service) =>
  Object.entries(registries[service]).map(([action, entry]) => ({
    service: service as ServiceName,
    action,
    isBuilt: 'run' in entry,
    names: namesIn(operationModel(service, action).input, ''),
  })),
)
type AnOperation = (typeof operations)[number]

/** The names of parameters, with the number of each list and map left open. */
function namesIn(shape: Shape, prefix: string): string[] {
  switch (shape.kind) {
    case 'structure':
      return shape.members.flatMap((member) => namesIn(member.shape, `${prefix}.${member.name}`))
    case 'list':
      return namesIn(shape.item, `${prefix}.member.#`)
    case 'map':
      return [`${prefix.slice(1)}.entry.#.key`, ...namesIn(shape.value, `${prefix}.entry.#.value`)]
    default:
      return [prefix.slice(1)]
  }
}

export const bytesOf = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

/** Byte strings: text of any script, bytes that are no UTF-8, a surrogate in UTF-8, and what code likes to trip over. */
export const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map(bytesOf),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\u00ED\u00A0\u0080',
    '\u00FF',
    '__proto__',
    'constructor',
    'null',
    '[]',
    '{}',
  ),
  fc.constantFrom(
    '0',
    '1',
    '-1',
    '+1',
    '00',
    '1e9',
    '2147483647',
    '2147483648',
    '9'.repeat(400),
    'NaN',
    'true',
    'True',
  ),
  fc.constantFrom("' OR 1=1 --", '"', '\\', '%', '%00', '&amp;', '<a/>', ']]>', '../..', '*', '$'),
  fc.integer({ min: 1, max: 3000 }).map((length) => 'x'.repeat(length)),
)

export const name = fc.stringMatching(/^[\w+=,.@-]{1,12}$/)

/** Values that get past the limits, so that more than the limits is tried. */
const plausible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  UserName: name,
  NewUserName: name,
  VirtualMFADeviceName: name,
  Path: fc.oneof(
    fc.constant('/'),
    name.map((step) => `/${step}/`),
  ),
  NewPath: name.map((step) => `/${step}/`),
  PathPrefix: fc.oneof(name, garbage).map((step) => `/${step}`),
  MaxItems: fc.integer({ min: 1, max: 1000 }).map(String),
  Marker: fc.oneof(name, fc.string({ unit: 'binary' }).map(bytesOf)).map((rest) => `v1.${rest}`),
  SerialNumber: name.map((device) => `arn:aws:iam::123456789012:mfa/${device}`),
  AuthenticationCode1: fc.stringMatching(/^\d{6}$/),
  AuthenticationCode2: fc.stringMatching(/^\d{6}$/),
  TokenCode: fc.stringMatching(/^\d{6}$/),
  DurationSeconds: fc.integer({ min: 900, max: 129_600 }).map(String),
  AccessKeyId: fc.stringMatching(/^\w{16,20}$/),
  Status: fc.constantFrom('Active', 'Inactive', 'Expired'),
  Password: fc.oneof(fc.constant('Correct-horse-1'), fc.string({ maxLength: 20 }).map(bytesOf)),
  OldPassword: fc.string({ minLength: 1 }).map(bytesOf),
  NewPassword: fc.string({ minLength: 1 }).map(bytesOf),
  PasswordResetRequired: fc.constantFrom('true', 'false', '1', '0'),
  AccountAlias: fc.stringMatching(/^[a-z][a-z0-9]{2,9}$/),
  AssignmentStatus: fc.constantFrom('Assigned', 'Unassigned', 'Any'),
}

const listNumber = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map(String),
  fc.constantFrom('00', '-1', 'x', '', '999999999'),
)

const parameter = (names: readonly string[], known: fc.Arbitrary<string>): fc.Arbitrary<[string, string]> => {
  if (names.length === 0) return fc.tuple(garbage, garbage)
  const ordinary = fc.constantFrom(...names).chain((found) => {
    const value = plausible[found] ?? (found.endsWith('.#') || found.endsWith('.Key') ? name : garbage)
    return fc.tuple(
      listNumber.map((number) => found.replaceAll('#', number)),
      fc.oneof({ arbitrary: value, weight: 4 }, { arbitrary: garbage, weight: 2 }, { arbitrary: known, weight: 2 }),
    )
  })
  const misplaced = fc.constantFrom(...names).chain((found) =>
    fc.tuple(
      fc
        .constantFrom('.member.1', '.1', '.', '.entry.1.key', '.member.1.member.1.member.1')
        .map((rest) => found.replaceAll('#', '1') + rest),
      garbage,
    ),
  )
  return fc.oneof({ arbitrary: ordinary, weight: 8 }, { arbitrary: misplaced, weight: 2 }, fc.tuple(garbage, garbage))
}

const escaped = fc.constantFrom(
  encodePercentBytes,
  encodePercentBytes,
  encodePercentBytes,
  (value: string) => value,
  (value: string) => `${encodePercentBytes(value)}%`,
  (value: string) => `${encodePercentBytes(value)}%zz`,
)

/** A form of this operation. `known` are values that mean something to the server. */
export function formOf({ service, action, names }: AnOperation, known: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pairs = fc.array(fc.tuple(parameter(names, known), escaped), { maxLength: 8 })
  const start = `Action=${action}&Version=${services[service].version}`
  return pairs.map((all) =>
    [start, ...all.map(([[key, value], encode]) => `${encode(key)}=${encode(value)}`)].join('&'),
  )
}

export const anOperation = fc.oneof(
  { arbitrary: fc.constantFrom(...operations.filter(({ isBuilt }) => isBuilt)), weight: 5 },
  fc.constantFrom(...operations),
)

export const latin1Bytes = (text: string) => Buffer.from(text, 'latin1')
