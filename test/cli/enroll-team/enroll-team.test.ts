import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { IAM } from '@aws-sdk/client-iam'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { allow } from '../../twinlock.ts'
import { rootClientOf, rootVariables, startLocalServer } from '../aws/server.ts'
import { Phone } from '../enroll/enrolling.ts'
import { run, start, temporaryDirectory } from '../twinlock-process.ts'
import { readPage } from './pages.ts'

const arnOf = (name: string) => `arn:aws:iam::123456789012:mfa/${name}`

describe('twinlock mfa enroll --file', () => {
  let server: RunningServer
  let iam: IAM
  beforeAll(async () => {
    server = await startLocalServer()
    iam = rootClientOf(server.endpoint)
    return () => server.close()
  })

  let teams = 0
  /** Users of their own, and a directory in which a team.csv names them. */
  async function createTeam(size: number, more = '') {
    const prefix = `t${++teams}`
    const names = Array.from({ length: size }, (_, index) => `${prefix}-${index + 1}`)
    await Promise.all(names.map((UserName) => iam.createUser({ UserName })))
    const cwd = temporaryDirectory()
    writeFileSync(
      join(cwd, 'team.csv'),
      `user_name,full_name\n${names.map((name) => `${name},${name} Ø'Neil & <b>\n`).join('')}${more}`,
    )
    const variables = { ...rootVariables, AWS_ENDPOINT_URL: server.endpoint }
    const args = ['mfa', 'enroll', '--file', 'team.csv', '--directory', 'pages']
    const pages = join(cwd, 'pages')
    return {
      names,
      cwd,
      pages,
      args,
      variables,
      page: (name: string) => join(pages, `${name}.html`),
      journal: join(pages, 'enrolment.jsonl'),
      enroll: (...options: string[]) => run([...args, ...options], { cwd, variables }),
      undo: () => run(['mfa', 'enroll', '--undo', '--directory', 'pages'], { cwd, variables }),
    }
  }

  async function listDevices(prefix: string): Promise<string[]> {
    const { VirtualMFADevices = [] } = await iam.listVirtualMFADevices({ MaxItems: 1000 })
    const names = VirtualMFADevices.map(({ SerialNumber = '' }) => SerialNumber.split('/').at(-1) ?? '')
    return names.filter((name) => name.startsWith(`${prefix}-`)).sort()
  }
  const teamOf = (name: string) => name.split('-')[0] ?? ''

  async function enable(UserName: string, link: string): Promise<void> {
    const [AuthenticationCode1, AuthenticationCode2] = new Phone(link).pair()
    await iam.enableMFADevice({ UserName, SerialNumber: arnOf(UserName), AuthenticationCode1, AuthenticationCode2 })
  }

  it('makes a device and a page for each, which only its owner may read', async () => {
    const { names, enroll, pages, page } = await createTeam(5)
    const outcome = await enroll()
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    for (const name of names) expect(outcome.stdout).toContain(`${name}: pages/${name}.html\n`)
    expect(outcome.stdout).toMatch(
      /5 made\. Each page holds a secret: print them, hand them over, and delete them\.\n$/,
    )
    expect(await listDevices(teamOf(names[0] ?? ''))).toEqual(names)
    expect(statSync(pages).mode & 0o777).toBe(0o700)
    expect(readdirSync(pages).sort()).toEqual(['enrolment.jsonl', ...names.map((name) => `${name}.html`)])
    for (const file of readdirSync(pages)) expect(statSync(join(pages, file)).mode & 0o777, file).toBe(0o600)
    const [first = ''] = names
    const shown = readPage(page(first))
    expect(shown.html).toContain('t1-1 Ø&#39;Neil &#38; &#60;b&#62;')
    for (const text of ['123456789012', first, `${server.endpoint}/console`]) expect(shown.html).toContain(text)
    expect(shown.html.replace(/src="data:image\/png;base64,[\w+/=]+"/, '')).not.toMatch(/(src|href)=|url\(|<script/)
    await enable(first, shown.link)
  })

  it('says nothing of secrets, on the screen or in the journal', async () => {
    const { enroll, journal } = await createTeam(2)
    const { stdout, stderr } = await enroll()
    expect(stdout + stderr + readFileSync(journal, 'utf8')).not.toMatch(/[A-Z2-7]{30}/)
  })

  it('leaves out who has a device, and makes nothing when a line is wrong', async () => {
    const { names, enroll, pages } = await createTeam(3, 'nobody-1,\nnobody-2,\n')
    const outcome = await enroll()
    expect(outcome).toMatchObject({ code: 255, stdout: '' })
    expect(outcome.stderr).toBe(
      'twinlock: Nothing was made:\nline 5: there is no user nobody-1\nline 6: there is no user nobody-2\n',
    )
    expect(await listDevices(teamOf(names[0] ?? ''))).toEqual([])
    expect(existsSync(pages)).toBe(true)

    const other = await createTeam(3)
    const [first = '', second = ''] = other.names
    const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: first })
    await enable(first, `otpauth://totp/x?secret=${Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()}`)
    await iam.createVirtualMFADevice({ VirtualMFADeviceName: second })
    expect(await other.enroll()).toMatchObject({
      code: 255,
      stderr: `twinlock: Nothing was made:\nline 3: there is a device ${second} already: delete it, or give another device_name\n`,
    })
    await iam.deleteVirtualMFADevice({ SerialNumber: arnOf(second) })
    const made = await other.enroll()
    expect(made).toMatchObject({ code: 0 })
    expect(made.stdout).toContain(`${first} is left out: has a device already (${arnOf(first)}).\n`)
    expect(made.stdout).toContain('2 made.')
    expect(existsSync(other.page(first))).toBe(false)
  })

  it('does nothing twice', async () => {
    const { names, enroll, page } = await createTeam(2)
    await enroll()
    const before = names.map((name) => readFileSync(page(name), 'utf8'))
    const again = await enroll()
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0 made, 2 were made before\./) })
    expect(names.map((name) => readFileSync(page(name), 'utf8'))).toEqual(before)
    expect(await listDevices(teamOf(names[0] ?? ''))).toEqual(names)
  })

  it('goes on after a kill at any point, with one device for each person and its own page', {
    timeout: 120_000,
  }, async () => {
    const team = await createTeam(12)
    for (const linesBeforeKill of [1, 3, 8, 13]) {
      const child = start(team.args, team)
      const exited = once(child, 'exit')
      const lines = () => (existsSync(team.journal) ? readFileSync(team.journal, 'utf8').split('\n').length : 0)
      while (child.exitCode === null && lines() <= linesBeforeKill) await setTimeout(1)
      child.kill('SIGKILL')
      await exited
    }
    const last = await team.enroll()
    expect(last).toMatchObject({ code: 0, stderr: '' })
    expect(await listDevices(teamOf(team.names[0] ?? ''))).toEqual([...team.names].sort())
    expect(readdirSync(team.pages).sort()).toEqual(
      ['enrolment.jsonl', ...team.names.map((name) => `${name}.html`)].sort(),
    )
    // The seed on the page is the one that the server has.
    for (const name of team.names) await enable(name, readPage(team.page(name)).link)
  })

  it('ends what is under way at Ctrl-C, and goes on later', { timeout: 60_000 }, async () => {
    const team = await createTeam(60)
    const child = start(team.args, team)
    if (!child.stdout || !child.stderr) throw new Error('The process has no output')
    const errors = text(child.stderr)
    child.stdout.once('data', () => child.kill('SIGINT'))
    const [code] = await once(child, 'exit')
    expect([code, await errors]).toEqual([130, 'twinlock: You stopped it. The same command goes on.\n'])
    const made = await listDevices(teamOf(team.names[0] ?? ''))
    expect(made.length).toBeLessThan(60)
    expect(made.map((name) => existsSync(team.page(name)))).toEqual(made.map(() => true))
    expect(await team.enroll()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${made.length} were made before`),
    })
    expect(await listDevices(teamOf(team.names[0] ?? ''))).toEqual([...team.names].sort())
  })

  it('makes a device again whose page was never written, and not one whose page was', async () => {
    const { names, enroll, page, journal } = await createTeam(2)
    await enroll()
    const [first = '', second = ''] = names
    const before = readPage(page(first)).link
    const kept = readPage(page(second)).link
    const lines = readFileSync(journal, 'utf8').split('\n')
    // As it was when each device was being made, and cut in the middle of a line.
    writeFileSync(journal, `${lines.filter((line) => !line.includes('"made"')).join('\n')}{"userName":"x","ser`)
    rmSync(page(first))
    writeFileSync(join(page(first), `../.${first}.html.99999`), 'half a secret')
    expect(await enroll()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 made, 1 were made before') })
    expect(readPage(page(first)).link).not.toBe(before)
    expect(readPage(page(second)).link).toBe(kept)
    expect(existsSync(join(page(first), `../.${first}.html.99999`))).toBe(false)
    await enable(first, readPage(page(first)).link)
    await enable(second, kept)
  })

  it('takes back what it made, but what people have enabled', async () => {
    const { names, enroll, undo, page, pages } = await createTeam(3)
    await enroll()
    const [first = '', second = '', third = ''] = names
    await enable(second, readPage(page(second)).link)
    await iam.deleteVirtualMFADevice({ SerialNumber: arnOf(third) })
    const other = await createTeam(1)
    await other.enroll()
    const outcome = await undo()
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toBe(
      `${second} uses the device ${arnOf(second)} by now, so it stays. Its page holds the secret still: pages/${second}.html\n2 taken back, 1 left.\n`,
    )
    expect(await listDevices(teamOf(first))).toEqual([second])
    expect(await listDevices(teamOf(other.names[0] ?? ''))).toEqual(other.names)
    expect(readdirSync(pages).sort()).toEqual(['enrolment.jsonl', `${second}.html`])

    await iam.deactivateMFADevice({ UserName: second, SerialNumber: arnOf(second) })
    expect(await undo()).toMatchObject({ code: 0, stdout: '1 taken back.\n' })
    expect(existsSync(pages)).toBe(false)
    expect(await undo()).toMatchObject({
      code: 255,
      stderr: 'twinlock: There is no run of this command in pages: name its directory with --directory\n',
    })
    // And then it can be made anew.
    expect(await enroll()).toMatchObject({ code: 0, stdout: expect.stringContaining('3 made.') })
  })

  it('works in no directory of somebody else, of another server, or of a run that goes on', async () => {
    const { names, enroll, pages, journal } = await createTeam(1)
    mkdirSync(pages, { mode: 0o700 })
    writeFileSync(join(pages, 'letter.txt'), '')
    expect(await enroll()).toMatchObject({ code: 255, stderr: expect.stringContaining('pages holds other files.') })
    rmSync(join(pages, 'letter.txt'))
    writeFileSync(journal, '{"version":1,"accountId":"210987654321","endpoint":"http://elsewhere"}\n')
    expect(await enroll()).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('is of the account 210987654321 at http://elsewhere'),
    })
    rmSync(journal)
    writeFileSync(join(pages, 'lock'), String(process.pid))
    expect(await enroll()).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('Another run works in this directory'),
    })
    expect(await listDevices(teamOf(names[0] ?? ''))).toEqual([])
    // Of a process that is gone.
    const gone = spawn('true')
    await once(gone, 'exit')
    writeFileSync(join(pages, 'lock'), String(gone.pid))
    expect(await enroll()).toMatchObject({ code: 0 })
  })

  it('deletes nothing for a journal that somebody else may have written', async () => {
    const { names, cwd, pages, journal, enroll, undo } = await createTeam(1)
    const [name = ''] = names
    expect(await enroll()).toMatchObject({ code: 0 })
    const kept = readFileSync(journal, 'utf8')
    writeFileSync(join(cwd, 'other.html'), 'mine')
    const entry = { userName: '../other', serialNumber: arnOf(name), progress: 'made' }
    appendFileSync(journal, `${JSON.stringify(entry)}\n`)
    const stderr = 'twinlock: pages/enrolment.jsonl was not written by this command. Take another directory.\n'
    expect(await undo()).toEqual({ code: 255, stdout: '', stderr })
    writeFileSync(journal, kept)
    chmodSync(pages, 0o777)
    for (const outcome of [await undo(), await enroll()]) {
      expect(outcome).toMatchObject({
        code: 255,
        stderr: 'twinlock: Others may write in pages, so that it is not used. Take another directory.\n',
      })
    }
    expect(readFileSync(join(cwd, 'other.html'), 'utf8')).toBe('mine')
    expect(await listDevices(teamOf(name))).toEqual([name])
    chmodSync(pages, 0o700)
    expect(await undo()).toMatchObject({ code: 0 })
  })

  it('leaves the device of somebody else alone when the file has changed since it was interrupted', async () => {
    const { names, cwd, journal, page, enroll } = await createTeam(1)
    const [name = ''] = names
    expect(await enroll()).toMatchObject({ code: 0 })
    // As if the run had been killed before the page was there.
    rmSync(page(name))
    const lines = readFileSync(journal, 'utf8').trim().split('\n')
    writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`)
    await iam.createVirtualMFADevice({ VirtualMFADeviceName: `${name}-other` })
    writeFileSync(join(cwd, 'team.csv'), `user_name,device_name\n${name},${name}-other\n`)
    const before = await listDevices(teamOf(name))
    expect(await enroll()).toMatchObject({
      code: 255,
      stderr: `twinlock: Nothing was made:\nline 2: there is a device ${name}-other already: delete it, or give another device_name\n`,
    })
    expect(await listDevices(teamOf(name))).toEqual(before)
  })

  it('shows a terminal no commands that stand in the file', async () => {
    const { enroll } = await createTeam(1, 'x\x1b]0;title\x07,\n')
    expect(await enroll()).toMatchObject({
      code: 255,
      stderr: 'twinlock: team.csv, line 3: x]0;title cannot be the name of a user\n',
    })
  })

  it('stops at the first refusal and says so, and goes on once it is permitted', async () => {
    const team = await createTeam(2)
    const UserName = `${teamOf(team.names[0] ?? '')}-admin`
    await iam.createUser({ UserName })
    const { AccessKey } = await iam.createAccessKey({ UserName })
    const permit = (Action: string[]) =>
      iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify(allow(Action)) })
    Object.assign(team.variables, {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
    })
    const some = ['iam:ListMFADevices', 'iam:ListVirtualMFADevices', 'iam:CreateVirtualMFADevice']
    await permit(some)
    const refused = await team.enroll()
    expect(refused).toMatchObject({ code: 254, stdout: expect.stringContaining('0 made, 2 are missing.') })
    expect(refused.stderr).toContain('is not authorized to perform: iam:EnableMFADevice')
    expect(await listDevices(teamOf(team.names[0] ?? ''))).toEqual([])
    await permit([...some, 'iam:EnableMFADevice'])
    expect(await team.enroll()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 made.') })
  })

  it('refuses options that do not go together, and a file that is none', async () => {
    const { cwd, variables } = await createTeam(1)
    const both = await run(['mfa', 'enroll', '--file', 'team.csv', '--undo'], { cwd, variables })
    expect(both).toMatchObject({
      code: 252,
      stderr: 'twinlock: --undo goes without --file: what was made is written down in --directory\n',
    })
    const none = await run(['mfa', 'enroll', '--file', 'none.csv'], { cwd, variables })
    expect(none).toMatchObject({ code: 255, stderr: 'twinlock: There is no file none.csv\n' })
    appendFileSync(join(cwd, 'team.csv'), 'a b,\n')
    const wrong = await run(['mfa', 'enroll', '--file', 'team.csv'], { cwd, variables })
    expect(wrong).toMatchObject({
      code: 255,
      stderr: 'twinlock: team.csv, line 3: a b cannot be the name of a user\n',
    })
    expect(existsSync(join(cwd, 'enrolment'))).toBe(false)
  })
})
