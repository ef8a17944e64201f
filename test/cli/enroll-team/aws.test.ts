/** A team at AWS: its answers, recorded, from a server of our own. */
import { describe, expect, it } from 'vitest'
import { deviceMaker, isRefusal, retryThrottled } from '../../../src/cli/enroll-team/make-device.ts'
import { drawPage } from '../../../src/cli/enroll-team/page.ts'
import { type AwsAnswer, connectToRecordedAws, seed, serialNumber } from '../enroll/recorded-aws.ts'

const member = { line: 2, userName: 'alice', deviceName: 'phone', fullName: undefined }

/** As it would be reached with `--aws`. */
async function reachAws(answers: Readonly<Record<string, readonly AwsAnswer[]>>) {
  const { aws, services } = await connectToRecordedAws(answers)
  return { ...services, connection: { ...services.connection, isAws: true }, aws }
}

describe('a device for a member of a team at AWS', () => {
  it('is one that nobody has, and its page says what to type', async () => {
    const services = await reachAws({ ListAccountAliases: [{ AccountAliases: ['acme'], IsTruncated: false }] })
    const device = await (await deviceMaker({}, services, '123456789012'))(member)
    expect(device).toMatchObject({
      seed,
      accountName: 'acme',
      signInUrl: 'https://acme.signin.aws.amazon.com/console',
      isAskedAtSignIn: false,
    })
    expect(services.aws.actions()).toEqual(['ListAccountAliases', 'CreateVirtualMFADevice'])
    expect(services.aws.forms[1]?.get('VirtualMFADeviceName')).toBe('phone')
    const page = drawPage({ ...device, userName: 'alice', name: 'Alice', serialNumber })
    expect(page).toContain(`aws iam enable-mfa-device --user-name alice --serial-number ${serialNumber} `)
    expect(page).not.toContain('when the page asks for them')
    const hostile = drawPage({ ...device, seed: '<b>x</b>', userName: 'alice', name: 'Alice', serialNumber })
    expect(hostile).not.toContain('<b>x')
  })

  it('goes by the account id where there is no alias, or it may not be seen', async () => {
    for (const answer of [{ AccountAliases: [], IsTruncated: false }, ['AccessDenied', 403, 'no'] as const]) {
      const services = await reachAws({ ListAccountAliases: [answer] })
      const device = await (await deviceMaker({}, services, '123456789012'))(member)
      expect(device.signInUrl).toBe('https://123456789012.signin.aws.amazon.com/console')
    }
  })

  it('is waited for longer and longer while AWS throttles, and not for ever', async () => {
    const waits: number[] = []
    const wait = async (milliseconds: number) => void waits.push(milliseconds)
    let calls = 0
    const work = async () => {
      calls += 1
      if (calls <= 3) throw throttledError()
      return 'done'
    }
    expect(await retryThrottled(work, wait)).toBe('done')
    expect(waits).toEqual([1000, 2000, 4000])
    waits.length = 0
    await expect(retryThrottled(() => Promise.reject(throttledError()), wait)).rejects.toThrow('Rate exceeded')
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000])
    waits.length = 0
    await expect(retryThrottled(() => Promise.reject(new Error('another')), wait)).rejects.toThrow('another')
    expect(waits).toEqual([])
  })
})

function throttledError(): Error {
  return Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $fault: 'client', Code: 'Throttling' })
}

describe('a refusal', () => {
  it('is what the server has said, unless it failed at it', () => {
    const answered = (Code: string) => Object.assign(new Error(Code), { $fault: 'client', Code })
    expect(isRefusal(answered('AccessDenied'))).toBe(true)
    expect(isRefusal(answered('EntityAlreadyExists'))).toBe(true)
    expect(isRefusal(answered('ServiceFailure'))).toBe(false)
    expect(isRefusal(new Error('socket hang up'))).toBe(false)
  })
})
