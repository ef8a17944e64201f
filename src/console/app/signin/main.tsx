/**
 * The pages around signing in: the sign-in itself, the consent to `aws login`, and the code to copy to a terminal. They
 * share a small bundle without the console's components, so that they are there at once.
 */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followTheme } from '../browser/theme.ts'
import { ConfirmationPage } from './confirmation-page.tsx'
import { ConsentPage } from './consent-page.tsx'
import { SignInPage } from './sign-in-page.tsx'
import './signin.css'

followTheme((theme) => {
  document.documentElement.dataset['theme'] = theme
})

const pages: Readonly<Record<string, () => React.JSX.Element>> = {
  '/v1/authorize': ConsentPage,
  '/v1/sessions/confirmation': ConfirmationPage,
}
const Page = pages[location.pathname] ?? SignInPage
const place = document.getElementById('app')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  )
}
