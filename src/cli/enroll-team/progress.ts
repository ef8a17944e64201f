/** How far it has come: a bar on a terminal, a line for each person elsewhere. */
import { paint, type Terminal } from '../terminal.ts'

const barColumns = 30

export interface ProgressDrawing {
  show(count: number, line: string): void
  end(): void
}

export function showProgress(total: number, terminal: Terminal): ProgressDrawing {
  const print = (text: string) => void process.stdout.write(text)
  if (!terminal.isTerminal || total === 0) return { show: (_, line) => print(`${line}\n`), end: () => {} }
  const draw = (count: number) => {
    const columns = Math.max(0, Math.min(barColumns, terminal.columns - 20))
    const filled = Math.floor((count / total) * columns)
    const bar = paint('green', '━'.repeat(filled), terminal) + paint('dim', '─'.repeat(columns - filled), terminal)
    print(`\r${bar} ${count} of ${total}\x1b[K`)
  }
  draw(0)
  return { show: draw, end: () => print('\n') }
}
