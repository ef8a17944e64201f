import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { chooseTheme, followTheme, type Theme } from '../browser/theme.ts'
import { Wordmark } from '../browser/wordmark.tsx'

interface FrameProps {
  readonly title: string
  /** Below the title: what is going on. */
  readonly lead?: ReactNode
  readonly children?: ReactNode
}

/** One card in the middle: every page of the sign-in looks like this. */
export function Frame({ title, lead, children }: FrameProps) {
  const titleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Twinlock`
    // A step that has no field to begin with is read out from its title.
    const isElsewhere = document.activeElement === document.body || document.activeElement === null
    if (isElsewhere) heading.current?.focus()
  }, [title])
  return (
    <div className="frame">
      <header>
        <Wordmark />
      </header>
      <main>
        <section className="card" aria-labelledby={titleId}>
          <h1 id={titleId} tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead !== undefined && <div className="lead">{lead}</div>}
          {children}
        </section>
      </main>
      <footer>
        <ThemeButton />
      </footer>
    </div>
  )
}

function ThemeButton() {
  const [theme, setTheme] = useState<Theme>('light')
  useEffect(() => followTheme(setTheme), [])
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" className="quiet" onClick={() => chooseTheme(other)}>
      {other === 'dark' ? 'Dark mode' : 'Light mode'}
    </button>
  )
}

/** What went wrong, or has just been done, where no field is meant. Read out when it comes. */
export function Notice({
  kind,
  children,
}: {
  readonly kind: 'error' | 'warning' | 'success' | 'info'
  readonly children: ReactNode
}) {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
