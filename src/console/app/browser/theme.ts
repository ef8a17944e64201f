/** Light or dark: as the system says, until a person chooses; the choice stays in this browser, for sign-in and console. */

export type Theme = 'light' | 'dark'

const key = 'twinlock-theme'
const system = matchMedia('(prefers-color-scheme: dark)')

export function currentTheme(): Theme {
  return chosenTheme() ?? (system.matches ? 'dark' : 'light')
}

export function chooseTheme(theme: Theme): void {
  try {
    // What the system says already need not be remembered: then it goes on deciding.
    if (theme === (system.matches ? 'dark' : 'light')) localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Some browsers keep nothing for this site; then the choice lasts as long as the page.
  }
  apply(theme)
}

/** Calls back at once, and whenever it changes, here or in another tab. Returns how to stop. */
export function followTheme(onChange: (theme: Theme) => void): () => void {
  const update = () => apply(currentTheme())
  listeners.add(onChange)
  system.addEventListener('change', update)
  window.addEventListener('storage', update)
  onChange(currentTheme())
  return () => {
    listeners.delete(onChange)
    system.removeEventListener('change', update)
    window.removeEventListener('storage', update)
  }
}

const listeners = new Set<(theme: Theme) => void>()

function apply(theme: Theme): void {
  for (const listener of listeners) listener(theme)
}

function chosenTheme(): Theme | undefined {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : undefined
  } catch {
    return undefined
  }
}
