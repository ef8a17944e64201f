import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../src/cli/enroll-team/csv.ts'
import { readTeam } from '../../../src/cli/enroll-team/team-file.ts'

describe('CSV', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa;b\n1;"2;3"\n',
      [
        ['a', 'b'],
        ['1', '2;3'],
      ],
    ],
    [
      'a,b\n"O""Neil, Ann", x \n',
      [
        ['a', 'b'],
        ['O"Neil, Ann', 'x'],
      ],
    ],
    ['a\n\n  \n1\n', [['a'], ['1']]],
    [
      'a,b\n1,\n,2\n',
      [
        ['a', 'b'],
        ['1', ''],
        ['', '2'],
      ],
    ],
    [
      'a,b\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['', []],
  ])('%j', (text, cells) => {
    expect(parseCsv(text).map((row) => row.cells)).toEqual(cells)
  })

  it('counts the lines of the file, also those inside of quotes', () => {
    expect(parseCsv('a\n"x\ny"\n\nz\n').map(({ line }) => line)).toEqual([1, 2, 5])
  })

  it.each(['a\n"x\n', 'a\n"x"y\n', 'a\nx"y\n'])('refuses %j', (text) => {
    expect(() => parseCsv(text)).toThrow('line 2: a quotation mark is missing, or one too many')
  })
})

describe('a team', () => {
  it('is read by its headings', () => {
    expect(readTeam('Full name,user_name\nAnn Lee,ann\n,bob\n')).toEqual([
      { line: 2, userName: 'ann', deviceName: 'ann', fullName: 'Ann Lee' },
      { line: 3, userName: 'bob', deviceName: 'bob', fullName: undefined },
    ])
    expect(readTeam('user_name,device_name\nann,phone\n')).toMatchObject([{ deviceName: 'phone' }])
  })

  it.each([
    ['', 'line 1: the first line names the columns: user_name, and perhaps device_name and full_name'],
    ['ann\nbob\n', 'and not ann'],
    ['user_name,e-mail\nann,x\n', 'and not e-mail'],
    ['user_name,user_name\nann,x\n', 'line 1:'],
    ['device_name\nx\n', 'line 1:'],
    ['user_name\n', 'line 2: there is nobody in it'],
  ])('%j is none', (text, problem) => {
    expect(() => readTeam(text)).toThrow(problem)
  })

  it('is told all that is wrong at once', () => {
    const text = 'user_name,device_name\nann,phone\n,x\nb b,y\nANN,z\nbob,Phone\ncarol,a/b\ndora,e,f\n'
    expect(() => readTeam(text)).toThrow(
      [
        'line 8: there are more cells than columns',
        'line 3: the user name is missing',
        'line 4: b b cannot be the name of a user',
        'line 7: a/b cannot be the name of a device',
        'line 5: the user ANN is in line 2 already',
        'line 6: the device Phone is in line 2 already',
      ].join('\n'),
    )
  })
})
