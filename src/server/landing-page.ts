/** What somebody sees who opens the server's address in a browser. */

import { headerOf } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { version } from '../version.ts'

/** AWS's clients send an Action, and do not ask for HTML. */
export function isBrowserVisit(request: HttpRequest): boolean {
  const { method, path, query } = request
  if (path !== '/' || (method !== 'GET' && method !== 'HEAD') || /(^|&)Action=/.test(query)) return false
  return headerOf(request, 'accept')?.toLowerCase().includes('text/html') ?? false
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Twinlock</title>
</head>
<body>
<main>
<h1>Twinlock ${version}</h1>
<p>This is an AWS IAM and STS endpoint. It speaks to AWS clients, not to browsers.</p>
<p>Point the AWS CLI at it:</p>
<pre>export AWS_ENDPOINT_URL_IAM=<var>this address</var>
export AWS_ENDPOINT_URL_STS=<var>this address</var>
aws sts get-caller-identity</pre>
</main>
</body>
</html>
`

export function landingPage(): HttpResponse {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  }
  return { status: 200, headers, body: page }
}
