import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { IAM } from '@aws-sdk/client-iam'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { allow } from '../../twinlock.ts'
import { rootClientOf, rootVariables, startLocalServer } from '../aws/server.ts'
import { readDrawnQrCode } from '../photograph.ts'
import { ctrlC, hasPseudoTerminal, openPseudoTerminal } from '../pseudo-terminal.ts'
import { executable, temporaryDirectory } from '../twinlock-process.ts'
import { Phone } from './enrolling.ts'

describe.runIf(hasPseudoTerminal)('twinlock mfa enroll, on a terminal', () => {
  let server: RunningServer
  let iam: IAM
  beforeAll(async () => {
    server = await startLocalServer()
    iam = rootClientOf(server.endpoint)
    return () => server.close()
  })

  /** The command on a terminal of 80 columns and 24 rows. */
  function open(args: string, more: Record<string, string> = {}, config?: string) {
    const cwd = temporaryDirectory()
    if (config !== undefined) writeFileSync(join(cwd, 'config'), config)
    const command = `cd '${cwd}'; stty rows 24 cols 80; exec '${process.execPath}' '${executable}' mfa enroll ${args}`
    const terminal = openPseudoTerminal(command, {
      TERM: 'xterm-256color',
      NO_COLOR: '1',
      LANG: 'C.UTF-8',
      ...rootVariables,
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_CONFIG_FILE: join(cwd, 'config'),
      ...more,
    })
    return {
      cwd,
      ...terminal,
      /** The latest drawing that says so. */
      see: (words: string) =>
        terminal.find((shown) => screensOf(shown).findLast((lines) => lines.join('\n').includes(words))),
    }
  }

  async function createUser(UserName: string): Promise<string> {
    await iam.createUser({ UserName })
    return UserName
  }
  async function deviceNames(): Promise<(string | undefined)[]> {
    const { VirtualMFADevices = [] } = await iam.listVirtualMFADevices({})
    return VirtualMFADevices.map(({ SerialNumber }) => SerialNumber?.split('/').at(-1))
  }

  it('draws the code, says what is wrong with codes, and enables with two right ones', async () => {
    const userName = await createUser('alice')
    const terminal = open(`--user-name ${userName}`)
    const phone = new Phone(readDrawnQrCode(await terminal.see('First code   ___ ___')))
    const [first = '', second = ''] = phone.pair()
    terminal.press(`${first.slice(0, 3)} ${first.slice(3)}`)
    await terminal.see(`First code   ${first.slice(0, 3)} ${first.slice(3)}`)
    terminal.press(first)
    await terminal.see('Both codes are the same one.')
    terminal.press(second)
    expect(await terminal.exited).toBe(0)
    const [, after] = terminal.screen().split('\x1b[?1049l')
    expect(after).toContain(`arn:aws:iam::123456789012:mfa/${userName} is an MFA device of ${userName} now.`)
    // Neither the code nor the secret is left where somebody could scroll back to it.
    expect(after).not.toMatch(/[█▀▄]|[A-Z2-7]{40}/)
    expect(terminal.screen().split('\x1b[?1049h')[0]).not.toMatch(/[█▀▄]|[A-Z2-7]{40}/)
    expect(readdirSync(terminal.cwd)).toEqual([])
  })

  it.each([
    ['Ctrl-C', ctrlC],
    ['Ctrl-D', '\x04'],
  ])('leaves nothing at %s: no device, no picture, no code on the screen', async (_, key) => {
    const userName = await createUser(`stopped-${key.charCodeAt(0)}`)
    const terminal = open(`--user-name ${userName}`)
    await terminal.see('First code')
    terminal.press('p')
    await terminal.see('The picture is in QRCode.png')
    expect(existsSync(join(terminal.cwd, 'QRCode.png'))).toBe(true)
    terminal.press('s')
    await terminal.see('hide the secret')
    terminal.press(key)
    expect(await terminal.exited).toBe(130)
    expect(terminal.screen()).toMatch(/was removed\.\r\n.*you stopped it\r\n$/)
    expect(terminal.screen().split('\x1b[?1049l')[1]).not.toMatch(/[█▀▄]|[A-Z2-7]{4} /)
    expect(readdirSync(terminal.cwd)).toEqual([])
    expect(await deviceNames()).not.toContain(userName)
  })

  it('asks before it deletes a device that nobody uses', async () => {
    const userName = await createUser('twice')
    await iam.createVirtualMFADevice({ VirtualMFADeviceName: userName })
    const no = open(`--user-name ${userName}`)
    await no.see('Delete it and make a new one? [y/N]')
    no.type('n')
    await no.see('twice-2@123456789012')
    no.press(ctrlC)
    expect(await no.exited).toBe(130)
    const yes = open(`--user-name ${userName}`)
    await yes.see('Delete it and make a new one? [y/N]')
    yes.type('y')
    await yes.see('twice@123456789012')
    yes.press(ctrlC)
    expect(await yes.exited).toBe(130)
    expect(await deviceNames()).not.toContain(userName)
  })

  it.each([
    ['y', 'has mfa_serial = arn:aws:iam::123456789012:mfa/own-y now.', 'arn:aws:iam::123456789012:mfa/own-y'],
    ['n', 'keeps mfa_serial = old;', 'old'],
  ])('asks before it changes the mfa_serial of a profile: %s', async (answer, told, serial) => {
    const UserName = await createUser(`own-${answer}`)
    const { AccessKey } = await iam.createAccessKey({ UserName })
    await iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify(allow('iam:*')) })
    const own = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    }
    const terminal = open('', own, '[default]\nmfa_serial = old\n')
    const phone = new Phone(readDrawnQrCode(await terminal.see('First code   ___ ___')))
    terminal.press(phone.pair().join(''))
    await terminal.shows('Change it to')
    terminal.type(answer)
    expect(await terminal.exited).toBe(0)
    expect(terminal.screen()).toContain(told)
    expect(terminal.screen()).toContain('A code of it gave a session with MFA: it works.')
    expect(readFileSync(join(terminal.cwd, 'config'), 'utf8')).toBe(`[default]\nmfa_serial = ${serial}\n`)
  })
})

/** Each drawing begins at the upper left, and is complete once the rest is erased. The first is what came before them. */
function screensOf(printed: string): string[][] {
  const [before = '', ...screens] = printed.split('\x1b[H')
  const complete = screens.filter((screen) => screen.includes('\x1b[J'))
  return [before, ...complete].map((screen) => stripVTControlCharacters(screen).split(/\r?\n/))
}
