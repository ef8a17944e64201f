import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'

interface SnippetProps {
  /** What it is, in small letters. */
  readonly label: string
  readonly text: string
}

/** Lines to take along. */
export function Snippet({ label, text }: SnippetProps) {
  return (
    <div className="snippet">
      <pre className="document">{text.trimEnd()}</pre>
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={`Copy ${label}`}
        copySuccessText="Copied"
        copyErrorText="The browser did not let the page copy it"
      />
    </div>
  )
}
