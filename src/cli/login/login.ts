/**
 * `twinlock login` and `twinlock logout`: what `aws login` does, for whoever has no AWS CLI. The session that it leaves in
 * ~/.aws is one that the AWS CLI and AWS's SDKs use and refresh.
 *
 *  1. for which profile, where     `target.ts`
 *  2. a person is asked            `authorization.ts`, `callback-server.ts` or a pasted code, `open-browser.ts`
 *  3. the code becomes a session   `token.ts`, with a key of `dpop-key.ts`
 *  4. which is written down        `session-cache.ts`, `../aws/config-file.ts`
 */
import { environment } from '../../config.ts'
import { CommandError } from '../aws/command-error.ts'
import { writeProfile } from '../aws/config-file.ts'
import { CommandFailure } from '../exit.ts'
import { createPrompt, type Prompt } from '../prompt.ts'
import { type Authorization, beginAuthorization, readPastedCode } from './authorization.ts'
import { type CallbackServer, listenForCallback } from './callback-server.ts'
import { createDpopKey } from './dpop-key.ts'
import { openBrowser } from './open-browser.ts'
import { endOwnSession } from './own-session.ts'
import { writeSession } from './session-cache.ts'
import { chooseTarget, type LoginOptions, type Target } from './target.ts'
import { type LoginTokens, redeemCode } from './token.ts'

/** @throws CommandFailure */
export async function login(options: LoginOptions): Promise<void> {
  const prompt = createPrompt()
  try {
    const target = await chooseTarget(options, environment)
    await confirmEndpoint(target, prompt)
    const { code, authorization } = await (options.remote
      ? askOnAnotherDevice(target, prompt)
      : askHere(target, options))
    const key = createDpopKey()
    const tokens = await redeemCode(target.endpoint, authorization, code, key)
    await keepOrEnd(target, tokens, async () => {
      await confirmIdentity(target, tokens, prompt)
      writeSession(tokens, authorization.clientId, key, environment)
      writeProfile(target.profile.name, { login_session: tokens.arn, ...target.writes }, environment)
    })
    report(target, tokens)
  } catch (error) {
    if (error instanceof CommandError) throw new CommandFailure('failure', error.message, { cause: error })
    throw error
  } finally {
    prompt.close()
  }
}

interface Authorized {
  readonly authorization: Authorization
  readonly code: string
}

async function askHere(target: Target, { browser }: LoginOptions): Promise<Authorized> {
  const callback: CallbackServer = await listenForCallback()
  try {
    const authorization = beginAuthorization(target.endpoint, { device: 'same', redirectUri: callback.url })
    print(`Sign in here, within ten minutes:\n\n${authorization.url}\n`)
    if (browser) openBrowser(authorization.url)
    return { authorization, code: await callback.waitForCode(authorization.state) }
  } finally {
    callback.close()
  }
}

async function askOnAnotherDevice(target: Target, prompt: Prompt): Promise<Authorized> {
  const redirectUri = `${target.endpoint.origin}/v1/sessions/confirmation`
  const authorization = beginAuthorization(target.endpoint, { device: 'cross', redirectUri })
  print(`Sign in here, in the browser of any device:\n\n${authorization.url}\n`)
  const pasted = await prompt.ask('Then paste the code that the page shows: ')
  return { authorization, code: readPastedCode(pasted, authorization.state) }
}

async function confirmEndpoint({ profile, endpoint, writes }: Target, prompt: Prompt): Promise<void> {
  const present = profile.settings['endpoint_url']
  if (writes['endpoint_url'] === undefined || present === undefined) return
  const question = `The profile ${profile.name} has endpoint_url = ${present}. Change it to ${endpoint.href}? [y/N] `
  if (await prompt.confirm(question)) return
  throw new CommandFailure('failure', 'Nothing was changed. Name another profile with --profile.')
}

/** What cannot be kept must not go on at the server, where nobody would miss it. */
async function keepOrEnd({ endpoint }: Target, { credentials }: LoginTokens, keep: () => Promise<void>): Promise<void> {
  try {
    await keep()
  } catch (error) {
    await endOwnSession(endpoint, credentials).catch(() => {})
    throw error
  }
}

async function confirmIdentity({ profile }: Target, tokens: LoginTokens, prompt: Prompt): Promise<void> {
  const present = profile.settings['login_session']
  if (present === undefined || present === tokens.arn) return
  const question = `The profile ${profile.name} is ${present}. Make it ${tokens.arn}? [y/N] `
  if (await prompt.confirm(question)) return
  throw new CommandFailure('failure', 'Nothing was changed. Name another profile with --profile.')
}

function report({ profile, writes }: Target, { arn }: LoginTokens): void {
  const option = profile.name === 'default' ? '' : ` --profile ${profile.name}`
  const written = Object.entries(writes).map(([name, value]) => `, ${name} = ${value}`)
  print(`The profile ${profile.name} is ${arn} now${written.join('')}.`)
  print(`Try it: twinlock sts get-caller-identity${option}`)
  if (environment['AWS_ACCESS_KEY_ID'] && option === '') {
    print('AWS_ACCESS_KEY_ID is set and comes before the profile: unset it, or name a profile with --profile.')
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
