import './wordmark.css'

/** Two rings that hold one another: neither opens without the other. */
export function Wordmark() {
  return (
    <span className="wordmark">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="wordmark-plate" />
        <g fill="none" stroke="#fff" strokeWidth="2.6">
          <circle cx="12.5" cy="16" r="6.2" />
          <circle cx="19.5" cy="16" r="6.2" />
        </g>
      </svg>
      <span>Twinlock</span>
    </span>
  )
}
