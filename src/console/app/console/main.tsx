/** The console: asks who is signed in, then shows the page that the address names. */
import '@cloudscape-design/global-styles/index.css'
import './console.css'
import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { signInAddress } from '../browser/continue-to.ts'
import { problemOf } from '../browser/request.ts'
import { followTheme } from '../browser/theme.ts'
import { openSession, type Session, whenSessionChanges } from './api/session.ts'
import { Console } from './console.tsx'

followTheme((theme) => {
  applyMode(theme === 'dark' ? Mode.Dark : Mode.Light)
  document.documentElement.style.colorScheme = theme
})

const place = document.getElementById('app')
if (place) {
  const root = createRoot(place)
  const show = (session: Session) =>
    root.render(
      <StrictMode>
        <Console session={session} />
      </StrictMode>,
    )
  whenSessionChanges(show)
  openSession().then(show, (error: unknown) => {
    const problem = problemOf(error)
    if (problem.status === 401) location.replace(signInAddress())
    else root.render(<p role="alert">{problem.message}</p>)
  })
}
