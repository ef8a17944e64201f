/** Enrolment with a person at a terminal: on a screen of its own, which leaves nothing of the secret behind. */
import { existsSync } from 'node:fs'
import { environment } from '../../config.ts'
import { CommandFailure } from '../exit.ts'
import { type Key, openKeyboard } from '../keyboard.ts'
import { createPrompt } from '../prompt.ts'
import { stdoutTerminal } from '../terminal.ts'
import { parseCode } from '../typed-code.ts'
import type { CodeSource } from './code-source.ts'
import { drawEnrolment, type EnrolmentState, typeKey } from './enrolment-view.ts'
import type { RightPair } from './judge-codes.ts'
import type { NewDevice } from './new-device.ts'
import { openPictureFile, type PictureFile } from './picture-file.ts'

/** What was on the screen before comes back at the end. The drawing is erased first: not every terminal has two screens. */
const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[2J'
const leaveScreen = '\x1b[H\x1b[2J\x1b[?25h\x1b[?1049l'

/** @param shown what is shown from the beginning. @param clock milliseconds since 1970 */
export function askOnTerminal(
  userName: string,
  shown: Pick<EnrolmentState, 'isSecretShown' | 'pictureFile'>,
  interruption: AbortController,
  clock: () => number,
): CodeSource {
  let ownPicture: PictureFile | undefined
  const blank: EnrolmentState = { ...shown, first: '', second: '', problem: '' }
  const savePicture = (device: NewDevice, state: EnrolmentState): EnrolmentState => {
    if (state.pictureFile !== undefined) return state
    try {
      ownPicture = openPictureFile(freePath())
      ownPicture.write(device.picture)
      return { ...state, pictureFile: ownPicture.path }
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error
      return { ...state, problem: error.message }
    }
  }
  const press = (state: EnrolmentState, key: Key, device: NewDevice): EnrolmentState | RightPair => {
    if (key === 'p') return savePicture(device, state)
    if (key === 's') return { ...state, isSecretShown: !state.isSecretShown }
    return typeKey(state, key, device, clock())
  }
  let state = blank
  const askPair = async (device: NewDevice, problem: string): Promise<RightPair> => {
    state = { ...state, first: '', second: '', problem }
    const keyboard = openKeyboard(process.stdin, interruption)
    process.stdout.write(enterScreen)
    try {
      for (;;) {
        const now = clock()
        draw(drawEnrolment({ userName, device, state, now, screen: currentScreen() }))
        const key = await keyboard.next(1000 - (now % 1000))
        const next = key === undefined ? state : press(state, key, device)
        if (!('problem' in next)) return next
        state = next
      }
    } finally {
      process.stdout.write(leaveScreen)
      keyboard.close()
    }
  }
  return {
    askPair,
    askCode: (question) =>
      ask(async (prompt) => {
        for (;;) {
          const code = parseCode(await prompt.ask(question))
          if (code !== undefined) return code
        }
      }),
    confirm: (question) => ask((prompt) => prompt.confirm(question)),
    close: () => ownPicture?.remove(),
  }
}

/** Each question has its reader: one that stays would take the keys that the screen waits for. */
async function ask<T>(question: (prompt: ReturnType<typeof createPrompt>) => Promise<T>): Promise<T> {
  const prompt = createPrompt()
  try {
    return await question(prompt)
  } finally {
    prompt.close()
  }
}

/** One write, so that nothing flickers; without a line break at the end, which would scroll. */
function draw(lines: readonly string[]): void {
  process.stdout.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J`)
}

function currentScreen() {
  const { LC_ALL, LC_CTYPE, LANG } = environment
  return { ...stdoutTerminal(), isUnicode: /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') }
}

function freePath(): string {
  for (let number = 1; ; number++) {
    const path = number === 1 ? 'QRCode.png' : `QRCode-${number}.png`
    if (!existsSync(path)) return path
  }
}
