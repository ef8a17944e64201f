import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Wordmark } from '../browser/wordmark.tsx'

const place = document.getElementById('app')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <main>
        <Wordmark />
      </main>
    </StrictMode>,
  )
}
