/** What a person sees whom a client has led here with something wrong. No script, and nothing of it is taken for HTML. */
import type { HttpResponse } from '../../http/message.ts'

export function errorPage({ message }: Error): HttpResponse {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  }
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Twinlock: this sign-in cannot go on</title>
</head>
<body>
<main>
<h1>This sign-in cannot go on</h1>
<p>The command that opened this page asked for something that is not possible:</p>
<p><code>${escapeHtml(message)}</code></p>
<p>If you did not run <code>aws login</code> or <code>twinlock login</code> just now, somebody else made this link: close the
page.</p>
</main>
</body>
</html>
`
  return { status: 400, headers, body }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
