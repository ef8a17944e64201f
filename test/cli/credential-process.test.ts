/** `twinlock credential-process` as tools call it: stdout and stderr are theirs, and the person is at the terminal. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqlite } from '../databases.ts'
import { describeTwinlock, FrozenClock } from '../twinlock.ts'
import { ctrlC, hasPseudoTerminal } from './pseudo-terminal.ts'
import { createSessionHome, question, type SessionHome, twinlock } from './session-home.ts'

const call = `${twinlock} credential-process --profile dev`
const wrongCode = 'The code was not accepted: it is wrong, or was used before. Each works once: wait for the next one'
const afterThis = 'Another process asked for the code, and got no session: '

/** At once, as from a tool that looks at many accounts; what each prints is in a file of its own. */
const calls = (count: number) => `for i in $(seq ${count}); do ${call} > out-$i 2> err-$i & done; wait`
const readAll = ({ path }: SessionHome, name: 'out' | 'err') => {
  const files = readdirSync(path).filter((file) => file.startsWith(`${name}-`))
  return { count: files.length, texts: new Set(files.map((file) => readFileSync(join(path, file), 'utf8'))) }
}

if (!hasPseudoTerminal) {
  it('twinlock credential-process', (context) => context.skip('script of util-linux is not installed'))
}

describe.runIf(hasPseudoTerminal)('at a terminal', { timeout: 120_000 }, () => {
  describeTwinlock(
    'twinlock credential-process',
    (server) => {
      it('asks once on the terminal, and prints the session alone from then on', async () => {
        const home = await createSessionHome(server)
        const terminal = home.openTerminal(`${call} > out 2> err`)
        await terminal.shows(`Enter MFA code for ${home.user.device.serialNumber}: `)
        terminal.type(home.user.device.code())
        expect(await terminal.exited).toBe(0)
        expect(terminal.screen()).not.toContain(home.user.device.code())
        expect(readFileSync(join(home.path, 'err'), 'utf8')).toBe('')
        const printed = readFileSync(join(home.path, 'out'), 'utf8')
        expect(JSON.parse(printed)).toEqual({
          Version: 1,
          AccessKeyId: expect.stringMatching(/^ASIA/),
          SecretAccessKey: expect.any(String),
          SessionToken: expect.any(String),
          Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        })
        expect(await home.run(['credential-process', '--profile', 'dev'])).toEqual({
          code: 0,
          stdout: printed,
          stderr: '',
        })
        expect(statSync(home.directory).mode & 0o777).toBe(0o700)
        for (const file of [...home.files('json'), ...home.files('lock')]) {
          expect(statSync(file).mode & 0o777, file).toBe(0o600)
        }
        // By AWS's SDK, which runs the process that the profile names.
        const identity = await home.run(['sts', 'get-caller-identity', '--profile', 'dev-mfa'])
        expect([identity.code, identity.stdout]).toEqual([0, expect.stringContaining(`user/${home.user.userName}"`)])
      })

      it('asks once for twenty that call at once', async () => {
        const home = await createSessionHome(server)
        const terminal = home.openTerminal(calls(20))
        await terminal.shows(question)
        await home.waitForCallers(20)
        terminal.type(home.user.device.code())
        expect(await terminal.exited).toBe(0)
        expect(terminal.screen().split(question)).toHaveLength(2)
        expect(readAll(home, 'err')).toEqual({ count: 20, texts: new Set(['']) })
        expect(readAll(home, 'out')).toEqual({ count: 20, texts: new Set([`${JSON.stringify(home.readSession())}\n`]) })
      })

      it('asks three times for five that call at once, and no more when all three codes are wrong', async () => {
        const home = await createSessionHome(server)
        const { device } = home.user
        const terminal = home.openTerminal(calls(5))
        await terminal.shows(question)
        await home.waitForCallers(5)
        terminal.type(device.wrongCode())
        await terminal.shows(question, 2)
        expect(terminal.screen()).toContain(wrongCode)
        terminal.type(device.wrongCode())
        await terminal.shows(question, 3)
        expect(terminal.screen()).toContain('That is the same code again. Each works once: wait for the next one')
        terminal.type('12345')
        await terminal.exited
        expect(terminal.screen().split(question)).toHaveLength(4)
        expect(readAll(home, 'err').texts).toEqual(
          new Set(['twinlock: A code has six digits\n', `twinlock: ${afterThis}A code has six digits\n`]),
        )
        expect(readAll(home, 'out')).toEqual({ count: 5, texts: new Set(['']) })
        expect(home.files('json')).toEqual([])
        // The failure was theirs who waited: whoever comes now is asked.
        const next = home.openTerminal(call)
        await next.shows(question)
      })

      it('takes the right code after a wrong one, and no code twice', async () => {
        const home = await createSessionHome(server)
        const { device } = home.user
        await home.run(['mfa', 'session', '--profile', 'dev', '--code', device.code()])
        await home.run(['mfa', 'session', '--profile', 'dev', '--end'])
        const terminal = home.openTerminal(`${call} > out`)
        await terminal.shows(question)
        terminal.type(device.code())
        await terminal.shows(wrongCode)
        await terminal.shows(question, 2)
        terminal.type(device.code(1))
        expect(await terminal.exited).toBe(0)
      })

      it('asks the next one at once when the one that asks is killed', async () => {
        const home = await createSessionHome(server)
        const first = home.openTerminal(`echo $$ > pid; exec ${call}`)
        await first.shows(question)
        const second = home.openTerminal(`${call} > out`)
        await home.waitForCallers(2)
        expect(second.screen()).toBe('')
        process.kill(Number(readFileSync(join(home.path, 'pid'), 'utf8')), 'SIGKILL')
        await second.shows(question)
        second.type(home.user.device.code())
        expect(await second.exited).toBe(0)
      })

      it('ends with Ctrl-C, for those who wait too', async () => {
        const home = await createSessionHome(server)
        const first = home.openTerminal(call)
        await first.shows(question)
        const second = home.openTerminal(call)
        await home.waitForCallers(2)
        first.press(ctrlC)
        expect(await first.exited).toBe(255)
        expect(first.screen()).toContain('twinlock: Interrupted')
        expect(await second.exited).toBe(255)
        expect(second.screen()).toBe(`twinlock: ${afterThis}Interrupted\r\n`)
        expect(home.files('json')).toEqual([])
      })

      it('can be left with Ctrl-C while another one asks', async () => {
        const home = await createSessionHome(server)
        const first = home.openTerminal(`${call} > out`)
        await first.shows(question)
        const second = home.openTerminal(call)
        await home.waitForCallers(2)
        second.press(ctrlC)
        expect(await second.exited).not.toBe(0)
        first.type(home.user.device.code())
        expect(await first.exited).toBe(0)
      })

      it('does not wait for ever for somebody to type', async () => {
        const home = await createSessionHome(server)
        const terminal = home.openTerminal(`'${process.execPath}' '${join(import.meta.dirname, 'ask-impatiently.ts')}'`)
        expect(await terminal.exited).toBe(0)
        expect(terminal.screen()).toContain('Nobody typed a code in time: try again')
      })

      it('renews a session of which little is left', async () => {
        const home = await createSessionHome(server)
        const { device } = home.user
        await home.run(['mfa', 'session', '--profile', 'dev', '--code', device.code()])
        const session = home.readSession()
        home.writeSession({ ...session, Expiration: new Date(Date.now() + 4 * 60_000).toISOString() })
        const terminal = home.openTerminal(call)
        await terminal.shows(question)
        terminal.type(device.code(1))
        expect(await terminal.exited).toBe(0)
        expect(home.readSession().AccessKeyId).not.toBe(session.AccessKeyId)
      })
    },
    { kinds: [sqlite], clock: new FrozenClock(Date.now()) },
  )
})
