import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsFault } from '../../src/wire/faults.ts'
import { operationModel, services } from '../../src/wire/model.ts'
import { encodeFault, encodeSuccess, escapeText } from '../../src/wire/xml.ts'
import { parseXml } from '../parse-xml.ts'

const id = '01234567-89ab-cdef-0123-456789abcdef'

describe('answers', () => {
  it('stand in the form of AWS: no declaration, two spaces, a line break at the end', () => {
    const output = { Arn: 'arn:aws:iam::123456789012:root', UserId: '123456789012', Account: '123456789012' }
    expect(encodeSuccess(operationModel('sts', 'GetCallerIdentity'), output, id)).toBe(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:root</Arn>
    <UserId>123456789012</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${id}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
    )
  })

  it('have no result where the operation has no output', () => {
    expect(encodeSuccess(operationModel('iam', 'DeleteUser'), {}, id)).toBe(
      `<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <ResponseMetadata>
    <RequestId>${id}</RequestId>
  </ResponseMetadata>
</DeleteUserResponse>
`,
    )
  })

  it('write lists, maps, times, blobs, numbers and booleans', () => {
    const device = {
      VirtualMFADevice: {
        SerialNumber: 'arn:aws:iam::123456789012:mfa/phone',
        Base32StringSeed: Buffer.from('ABC'),
        EnableDate: new Date('2026-01-02T03:04:05.678Z'),
        Tags: [{ Key: 'k', Value: '' }, {}],
      },
    }
    expect(encodeSuccess(operationModel('iam', 'CreateVirtualMFADevice'), device, id)).toContain(
      `  <CreateVirtualMFADeviceResult>
    <VirtualMFADevice>
      <SerialNumber>arn:aws:iam::123456789012:mfa/phone</SerialNumber>
      <Base32StringSeed>QUJD</Base32StringSeed>
      <EnableDate>2026-01-02T03:04:05Z</EnableDate>
      <Tags>
        <member>
          <Key>k</Key>
          <Value/>
        </member>
        <member/>
      </Tags>
    </VirtualMFADevice>
  </CreateVirtualMFADeviceResult>
`,
    )
    expect(encodeSuccess(operationModel('iam', 'GetAccountSummary'), { SummaryMap: { Users: 3 } }, id)).toContain(
      `    <SummaryMap>
      <entry>
        <key>Users</key>
        <value>3</value>
      </entry>
    </SummaryMap>
`,
    )
    const list = { Users: [], IsTruncated: false, Marker: undefined }
    expect(encodeSuccess(operationModel('iam', 'ListUsers'), list, id)).toContain(
      `  <ListUsersResult>
    <Users/>
    <IsTruncated>false</IsTruncated>
  </ListUsersResult>
`,
    )
  })

  it('leave out what the model does not have', () => {
    const output = { Account: '123456789012', sealed_secret: 'x' }
    expect(encodeSuccess(operationModel('sts', 'GetCallerIdentity'), output, id)).not.toContain('sealed_secret')
  })
})

describe('errors', () => {
  it('stand in the namespace of the service', () => {
    const fault = new AwsFault('NoSuchEntity', 'The user with name bob cannot be found.')
    expect(encodeFault(fault, id, services.iam)).toBe(
      `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <Error>
    <Type>Sender</Type>
    <Code>NoSuchEntity</Code>
    <Message>The user with name bob cannot be found.</Message>
  </Error>
  <RequestId>${id}</RequestId>
</ErrorResponse>
`,
    )
  })

  it('stand in the namespace of faults while the service is not known', () => {
    const fault = new AwsFault('InvalidAction', 'Could not find operation Nope for version 2010-05-08')
    expect(parseXml(encodeFault(fault, id, undefined)).attributes).toEqual({
      xmlns: 'http://webservices.amazon.com/AWSFault/2005-15-09',
    })
  })

  it('are the server’s fault from 500 on', () => {
    const type = (fault: AwsFault) =>
      parseXml(encodeFault(fault, id, services.iam))
        .child('Error')
        .child('Type').text
    expect(type(new AwsFault('InternalFailure', 'x'))).toBe('Receiver')
    expect(type(new AwsFault('NotImplemented', 'x'))).toBe('Receiver')
    expect(type(new AwsFault('ServiceUnavailable', 'x'))).toBe('Receiver')
    expect(type(new AwsFault('AccessDenied', 'x'))).toBe('Sender')
    expect(type(new AwsFault('LimitExceeded', 'x'))).toBe('Sender')
  })

  it('have no message element without a message', () => {
    const xml = encodeFault(new AwsFault('MalformedInput', ''), id, services.iam)
    expect(
      parseXml(xml)
        .child('Error')
        .children.map(({ name }) => name),
    ).toEqual(['Type', 'Code'])
  })

  it('keep the trailing space and the two spaces of messages that clients compare', () => {
    const message = 'MultiFactorAuthentication failed with  invalid MFA one time pass code. '
    const xml = encodeFault(new AwsFault('AccessDenied', message), id, services.sts)
    expect(parseXml(xml).child('Error').child('Message').text).toBe(message)
  })
})

/** All that a string of JavaScript can hold. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
  .map((units) => String.fromCharCode(...units))
const nastyText = fc
  .array(
    fc.constantFrom(
      ...['<', '>', '&', '"', "'", ']]>', '\0', '\b', '\t', '\n', '\r', '\r\n', '\v', '\u001F', '\u007F', '\u0085'],
      ...['\u2028', '\uD800', '\uDFFF', '\u{1F511}', '\uFFFE', '\uFFFF', '\u{10FFFF}', '&#0;', '<!--', '<![CDATA['],
    ),
  )
  .map((parts) => parts.join(''))
const text = fc.oneof(anyText, nastyText)

/** What XML 1.0 cannot say is replaced; all else arrives. */
function arriving(value: string): string {
  return Array.from(value, (character) => {
    const code = character.codePointAt(0) ?? 0
    const isControl = code < 0x20 && ![9, 10, 13].includes(code)
    const isSurrogate = code >= 0xd800 && code <= 0xdfff
    return isControl || isSurrogate || code === 0xfffe || code === 0xffff ? '\uFFFD' : character
  }).join('')
}

describe('text', () => {
  it('is well-formed whatever it is, and arrives', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(parseXml(`<a>${escapeText(value)}</a>`).text).toBe(arriving(value))
      }),
      { numRuns: 3000 },
    )
  })

  it('arrives from every place in an answer', () => {
    fc.assert(
      fc.property(text, text, text, (message, value, key) => {
        const fault = parseXml(encodeFault(new AwsFault('NoSuchEntity', `.${message}`), id, services.iam))
        expect(fault.child('Error').child('Message').text).toBe(`.${arriving(message)}`)
        const tags = { Tags: [{ Key: value, Value: key }], IsTruncated: false }
        const list = parseXml(encodeSuccess(operationModel('iam', 'ListUserTags'), tags, id))
        const tag = list.child('ListUserTagsResult').child('Tags').child('member')
        expect([tag.child('Key').text, tag.child('Value').text]).toEqual([arriving(value), arriving(key)])
        const properties = { Properties: { [key]: value } }
        const map = parseXml(encodeSuccess(operationModel('iam', 'GetAccountProperties'), properties, id))
        const entry = map.child('GetAccountPropertiesResult').child('Properties').child('entry')
        expect([entry.child('key').text, entry.child('value').text]).toEqual([arriving(key), arriving(value)])
      }),
      { numRuns: 500 },
    )
  })
})
