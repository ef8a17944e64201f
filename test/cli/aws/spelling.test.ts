import { describe, expect, it } from 'vitest'
import { toCommandName } from '../../../src/cli/aws/names.ts'
import { globalOptions, optionsOf } from '../../../src/cli/aws/options.ts'
import { findOperation, suggestOptions } from '../../../src/cli/aws/spelling.ts'
import { actionsOf, operationModel } from '../../../src/wire/model.ts'

const names = actionsOf('iam').map(toCommandName)

describe('a misspelt operation', () => {
  it.each([
    ['create-virtual-mfa-devices', 'create-virtual-mfa-device'],
    ['create-virtual-mfa-device', 'create-virtual-mfa-device'],
    ['enable-mfa-devices', 'enable-mfa-device'],
    ['list-user', 'list-users'],
    ['list-group-policy', 'list-group-policies'],
    ['list-mfa-device', 'list-mfa-devices'],
    ['create-acces-key', 'create-access-key'],
    ['lst-users', 'list-users'],
    ['create-usr', 'create-user'],
  ])('%s is understood as %s', (given, meant) => {
    const { name, hint } = findOperation(given, names)
    expect(name).toBe(meant)
    expect(hint).toBe(given === meant ? '' : `twinlock: understood as ${meant}\n`)
  })

  it.each([
    ['delete-users', 'delete-user'],
    ['deactivate-mfa-devices', 'deactivate-mfa-device'],
    ['detach-user-policies', 'detach-user-policy'],
    ['remove-user-from-groups', 'remove-user-from-group'],
    ['update-users', 'update-user'],
    ['put-user-policies', 'put-user-policy'],
    ['change-passwords', 'change-password'],
    ['untag-users', 'untag-user'],
  ])('%s is only asked about: is %s meant?', (given, meant) => {
    expect(() => findOperation(given, names)).toThrow(`Invalid choice: '${given}', maybe you meant:\n\n  * ${meant}`)
  })

  it('never runs on a guess when it takes away, replaces or changes', () => {
    const unsafe = names.filter(
      (name) => !/^(create|list|get|generate|simulate)-|^(enable|resync)-mfa-device$/.test(name),
    )
    expect(unsafe.length).toBeGreaterThan(90)
    for (const name of unsafe) expect(() => findOperation(`${name}x`, names), name).toThrow('Invalid choice')
  })

  it('is refused when several are close, or none', () => {
    expect(() => findOperation('get-xser', [...names, 'get-uses'])).toThrow(/(\n {2}\* get-use[rs]){2}$/)
    expect(() => findOperation('frobnicate', names)).toThrow(/Invalid choice: 'frobnicate'$/)
  })
})

it('an option that is misspelt is only suggested', () => {
  const options = [...optionsOf(operationModel('iam', 'CreateUser')), ...globalOptions]
  expect(suggestOptions(['--user-nmae', 'x', '--frobnicate', '--tagz=1'], options)).toBe(
    'twinlock: --user-nmae is not known: is --user-name meant?\ntwinlock: --tagz=1 is not known: is --tags meant?\n',
  )
})
