/** The page that a person is given: one sheet of A4, all in one file, nothing loaded from anywhere. */

export interface PersonPage {
  readonly userName: string
  /** How the page calls the person. */
  readonly name: string
  readonly accountName: string
  readonly serialNumber: string
  readonly signInUrl: string
  /** Base32. */
  readonly seed: string
  /** A PNG. */
  readonly picture: Uint8Array
  /** Whether the console asks for the codes; otherwise a command has to be typed. */
  readonly isAskedAtSignIn: boolean
}

export function drawPage(page: PersonPage): string {
  const { userName, name, accountName, signInUrl, seed, picture } = page
  const facts = [
    ['Account', accountName],
    ['User name', userName],
    ['Sign in at', signInUrl],
  ]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>MFA device of ${escapeHtml(name)}</title>
<style>${style}</style>
<main>
  <header><p>Personal: hand it over in an envelope.</p></header>
  <h1>A second factor for ${escapeHtml(name)}</h1>
  <p class="lead">With your password you now also need a code from your phone. This page sets that up, in five minutes.</p>
  <section class="card">
    <img src="data:image/png;base64,${Buffer.from(picture).toString('base64')}" alt="QR code for the authenticator app">
    <div>
      <dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text ?? '')}</dd>`).join('')}</dl>
      <p class="secret"><span>If the code cannot be scanned, type this key:</span>${escapeHtml(seed.replace(/.{4}(?=.)/g, '$& '))}</p>
    </div>
  </section>
  <ol>
    <li><b>Get an authenticator app</b> on your phone, if you have none: any that shows codes of six digits.</li>
    <li><b>Scan the QR code</b> above with the app. It shows a code that changes every 30 seconds.</li>
    ${page.isAskedAtSignIn ? stepsInConsole(page) : stepsAtTerminal(page)}
    <li><b>Destroy this page.</b> Whoever has it can make your codes. The app does not need it any more.</li>
  </ol>
  <footer>Something went wrong, or the phone is lost? Ask whoever gave you this page; it cannot be printed again.</footer>
</main>
</html>
`
}

function stepsInConsole({ signInUrl, accountName, userName }: PersonPage): string {
  return `<li><b>Sign in</b> at ${escapeHtml(signInUrl)} with the account ${escapeHtml(accountName)}, the user name ${escapeHtml(userName)} and the password that you were given.</li>
    <li><b>Type two codes</b> when the page asks for them: the one that the app shows, and then the one that comes after it. That is all. From the next time on, one code is asked for.</li>`
}

function stepsAtTerminal({ userName, serialNumber }: PersonPage): string {
  const command = `aws iam enable-mfa-device --user-name ${userName} --serial-number ${serialNumber} --authentication-code1 FIRST --authentication-code2 SECOND`
  return `<li><b>Enable the device</b> with two codes, the one that the app shows and the one that comes after it, in a terminal that has your access key:<code>${escapeHtml(command)}</code>Without a terminal, read both codes to whoever gave you this page: AWS&rsquo;s console cannot enable this device.</li>
    <li><b>Sign in</b> as before. After the password, the console asks for one code.</li>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
  @page { size: A4; margin: 18mm }
  * { box-sizing: border-box }
  body { margin: 0; color: #16191f; background: #fff; font: 11pt/1.5 system-ui, sans-serif }
  main { max-width: 174mm; margin: 0 auto; padding: 8mm 0 }
  header p { display: inline-block; margin: 0 0 6mm; padding: 1mm 3mm; border: 1px solid #16191f; font-size: 9pt }
  h1 { margin: 0; font-size: 20pt; line-height: 1.2; overflow-wrap: anywhere }
  .lead { margin: 2mm 0 8mm }
  .card { display: flex; gap: 8mm; align-items: center; padding: 6mm; border: 1px solid #b6bec9; border-radius: 3mm }
  .card img { width: 60mm; height: 60mm; flex: none; image-rendering: pixelated }
  .card div { min-width: 0 }
  dl { margin: 0 }
  dt { color: #5f6b7a; font-size: 9pt }
  dd { margin: 0 0 2mm; font-weight: 600; overflow-wrap: anywhere }
  .secret { margin: 3mm 0 0; font: 9pt/1.5 ui-monospace, monospace }
  .secret span { display: block; color: #5f6b7a; font: 9pt/1.5 system-ui, sans-serif }
  ol { margin: 8mm 0 0; padding-left: 6mm }
  li { margin-bottom: 3mm; overflow-wrap: anywhere }
  code { display: block; margin: 2mm 0; padding: 2mm 3mm; background: #f2f3f3; font: 9pt/1.5 ui-monospace, monospace }
  footer { margin-top: 8mm; padding-top: 3mm; border-top: 1px solid #b6bec9; color: #5f6b7a; font-size: 9pt }
  @media print { main { padding: 0 } }
  @media screen and (max-width: 170mm) { main { padding: 4mm } .card { flex-direction: column } }
`
