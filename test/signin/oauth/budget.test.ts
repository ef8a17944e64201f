import { expect, it } from 'vitest'
import { describeTwinlock } from '../../twinlock.ts'
import { Command, login, refusalOf } from './command.ts'

const tooMany = ['TooManyRequestsError', 429, 'INVALID_REQUEST']

describeTwinlock(
  'What is tried in vain',
  (server) => {
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })

    it('is counted for each refresh token, wherever it is tried', async () => {
      const { command, tokens } = await login(server)
      const thief = new Command(server)
      const statuses: number[] = []
      for (let attempt = 1; attempt <= 10; attempt++) {
        statuses.push((await thief.refresh(tokens.refreshToken, {}, from(`192.0.2.${attempt}`))).status)
      }
      expect(statuses).toEqual([...Array(9).fill(400), 429])
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(tooMany)
      server.clock.advance(180)
      expect((await command.refresh(tokens.refreshToken)).status).toBe(200)
    })

    it('is counted for each address, whatever is tried', async () => {
      const { command, tokens } = await login(server)
      const tries = Array.from({ length: 300 }, (_, index) => index)
      for (let begin = 0; begin < tries.length; begin += 50) {
        await Promise.all(
          tries.slice(begin, begin + 50).map((index) => command.refresh(`guess-${index}`, {}, from('2001:db8::1'))),
        )
      }
      const sameNetwork = await command.refresh(tokens.refreshToken, {}, from('2001:db8::2'))
      expect(refusalOf(sameNetwork)).toEqual(tooMany)
      expect(sameNetwork.content['message']).toContain('Try again in three minutes')
      expect((await command.refresh(tokens.refreshToken, {}, from('2001:db8:0:1::1'))).status).toBe(200)
    })

    it('is not what a session does that is over', async () => {
      const { command, tokens } = await login(server)
      server.clock.advance(12 * 3600)
      for (let attempt = 1; attempt <= 12; attempt++) {
        const answer = await command.refresh(tokens.refreshToken, {}, from('198.51.100.1'))
        expect(refusalOf(answer)).toEqual(['AccessDeniedException', 401, 'TOKEN_EXPIRED'])
      }
    })
  },
  { trustProxy: true },
)
