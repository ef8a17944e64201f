import { useState } from 'react'
import { Frame, Notice } from './frame.tsx'

/** What `aws login --remote` asks for: the code travels by hand from this browser to that terminal. */
export function ConfirmationPage() {
  const text = verificationCode(location.search)
  const [wasCopied, setWasCopied] = useState<boolean>()
  if (new URLSearchParams(location.search).has('error')) {
    return (
      <Frame title="Nothing was allowed">
        <Notice kind="info">
          The command line gets no credentials. It still waits for a code: stop it with Ctrl-C. You can close this page.
        </Notice>
      </Frame>
    )
  }
  if (text === undefined) {
    return (
      <Frame title="No code to copy">
        <Notice kind="error">
          This address carries no code. Run <code>aws login --remote</code> again and open what it prints.
        </Notice>
      </Frame>
    )
  }
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setWasCopied(true),
      () => setWasCopied(false),
    )
  }
  return (
    <Frame
      title="Copy this code to your terminal"
      lead={
        <>
          Paste it where <code>aws login --remote</code> waits for it.
        </>
      }
    >
      <Notice kind="warning">
        Whoever has this code can sign in as you. Paste it only in a terminal of your own, in which you have just run
        <code>aws login --remote</code>. If somebody asked you for it, close this page.
      </Notice>
      <div className="field">
        <label htmlFor="verification-code">Verification code</label>
        <textarea
          id="verification-code"
          readOnly
          value={text}
          rows={5}
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <button type="button" className="primary" onClick={copy}>
        Copy code
      </button>
      <p className="hint" role="status">
        {wasCopied === true && 'Copied.'}
        {wasCopied === false && 'The browser did not let the page copy it: select the code and copy it yourself.'}
      </p>
    </Frame>
  )
}

/** Standard base64, padded, of `state=…&code=…`: what the AWS CLI decodes. */
function verificationCode(search: string): string | undefined {
  const query = new URLSearchParams(search)
  const [state, code] = [query.get('state'), query.get('code')]
  if (!state || !code) return undefined
  const bytes = new TextEncoder().encode(new URLSearchParams({ state, code }).toString())
  return btoa(String.fromCharCode(...bytes))
}
