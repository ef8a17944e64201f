import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { formatDocument } from './document-field.tsx'

/** A policy document to read. */
export function DocumentView({ text, label }: { readonly text: string; readonly label: string }) {
  const formatted = formatDocument(text)
  return (
    <SpaceBetween size="xs">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="document" tabIndex={0} aria-label={label}>
        <pre>{formatted}</pre>
      </section>
      <CopyToClipboard
        textToCopy={formatted}
        copyButtonText="Copy"
        copyButtonAriaLabel={`Copy ${label}`}
        copySuccessText="Copied"
        copyErrorText="The browser did not let the page copy it"
      />
    </SpaceBetween>
  )
}
