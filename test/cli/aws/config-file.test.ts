import { expect, it } from 'vitest'
import { setProfileSettings } from '../../../src/cli/aws/config-file.ts'

const settings = { login_session: 'arn' }
const added = 'login_session = arn'

it.each([
  ['an empty file', '', `[profile dev]\n${added}\n`],
  ['a file without the profile', '[default]\na = 1', `[default]\na = 1\n\n[profile dev]\n${added}\n`],
  ['a profile at the end', '[profile dev]\na = 1\n', `[profile dev]\na = 1\n${added}\n`],
  ['a profile without settings', '[profile dev]\n[default]\n', `[profile dev]\n${added}\n[default]\n`],
  [
    'a profile before comments',
    '[profile dev]\na = 1\n# b\n\n# c\n[default]\n',
    `[profile dev]\na = 1\n${added}\n# b\n\n# c\n[default]\n`,
  ],
  ['a profile with the setting', '[profile dev]\nlogin_session=old\na = 1\n', `[profile dev]\n${added}\na = 1\n`],
  [
    'a setting of another setting',
    '[profile dev]\ns3 =\n  login_session = old\n',
    `[profile dev]\ns3 =\n  login_session = old\n${added}\n`,
  ],
  [
    'a setting of another profile',
    '[profile other]\nlogin_session = old\n[profile dev]\n',
    `[profile other]\nlogin_session = old\n[profile dev]\n${added}\n`,
  ],
  ['a quoted name', "[profile 'dev']\na = 1\n", `[profile 'dev']\na = 1\n${added}\n`],
  ['line breaks of Windows', '[profile dev]\r\na = 1\r\n', `[profile dev]\r\na = 1\r\n${added}\r\n`],
  ['a name that begins alike', '[profile dev2]\na = 1\n', `[profile dev2]\na = 1\n\n[profile dev]\n${added}\n`],
])('changes %s', (_, before, after) => {
  expect(setProfileSettings(before, 'dev', settings)).toBe(after)
  expect(setProfileSettings(after, 'dev', settings)).toBe(after)
})

it('writes the default profile as AWS’s clients do', () => {
  expect(setProfileSettings('', 'default', settings)).toBe(`[default]\n${added}\n`)
  expect(setProfileSettings('[profile default]\na = 1\n', 'default', settings)).toBe(
    `[profile default]\na = 1\n${added}\n`,
  )
})
