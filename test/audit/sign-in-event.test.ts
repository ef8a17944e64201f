import { expect, it } from 'vitest'
import { failedAuthentication, type SignInHappening, signInEvent } from '../../src/audit/sign-in-event.ts'
import { rootPrincipal, userPrincipal } from '../../src/identity/long-term-principal.ts'
import { accountId } from '../twinlock.ts'

const occasion = {
  accountId,
  now: new Date(Date.UTC(2026, 0, 15, 12, 1, 15)),
  request: { sourceIp: '192.0.2.1', isSecure: true, userAgent: 'Mozilla/5.0' },
}
const ada = userPrincipal(accountId, 'AIDAADA', 'ada', '/')
const loginTo = 'https://iam.example.com/console'
const login = { eventName: 'ConsoleLogin', loginTo, mfaIdentifier: undefined } as const

it('tells of a sign-in with MFA as CloudTrail does', () => {
  const mfaIdentifier = `arn:aws:iam::${accountId}:mfa/phone`
  const event = signInEvent(occasion, { ...login, mfaIdentifier }, { principal: ada, accessKeyId: 'ASIA' })
  expect(JSON.parse(event.record)).toEqual({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAADA',
      arn: ada.arn,
      accountId,
      accessKeyId: 'ASIA',
      userName: 'ada',
    },
    eventTime: '2026-01-15T12:01:15Z',
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'Mozilla/5.0',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { LoginTo: loginTo, MobileVersion: 'No', MFAIdentifier: mfaIdentifier, MFAUsed: 'Yes' },
    eventID: event.event_id,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  })
  expect(event).toMatchObject({ user_name: 'ada', access_key_id: 'ASIA', read_only: 0 })
})

it('hides a name that nobody has, since it may be a password', () => {
  const event = signInEvent(occasion, login, { principal: undefined, failure: failedAuthentication })
  expect(event.user_name).toBeNull()
  expect(JSON.parse(event.record)).toMatchObject({
    userIdentity: { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    errorMessage: 'Failed authentication',
    responseElements: { ConsoleLogin: 'Failure' },
    additionalEventData: { MFAUsed: 'No' },
  })
})

const parameters = { client_id: 'arn:aws:signin:::devtools/same-device', grant_type: 'authorization_code' }
it.each<[SignInHappening, object]>([
  [
    { eventName: 'CheckMfa', mfaType: 'Virtual MFA' },
    { eventType: 'AwsConsoleSignIn', responseElements: { CheckMfa: 'Success' } },
  ],
  [{ eventName: 'ChangePassword' }, { eventSource: 'iam.amazonaws.com', eventType: 'AwsApiCall' }],
  [
    { eventName: 'EnableMFADevice', serialNumber: 'arn' },
    { eventSource: 'iam.amazonaws.com', requestParameters: { serialNumber: 'arn' } },
  ],
  [
    { eventName: 'CreateOAuth2Token', parameters },
    { eventSource: 'signin.amazonaws.com', eventType: 'AwsApiCall', requestParameters: parameters },
  ],
])('tells of %j', (happening, expected) => {
  const { record } = signInEvent(occasion, happening, { principal: rootPrincipal(accountId) })
  expect(JSON.parse(record)).toMatchObject({ ...expected, userIdentity: { type: 'Root' } })
})
