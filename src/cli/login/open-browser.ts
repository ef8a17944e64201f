import { spawn } from 'node:child_process'

/** Where it cannot be done nothing happens: the URL stands on the terminal. */
export function openBrowser(url: string): void {
  const [command, ...args] = commandFor(url)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

/** None of them goes through a shell, which would read the URL. */
function commandFor(url: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', url]
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
