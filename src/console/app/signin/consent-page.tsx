import { useEffect, useRef, useState } from 'react'
import { signInAddress } from '../browser/continue-to.ts'
import { getJson, type Problem, postJson, problemOf } from '../browser/request.ts'
import { Frame, Notice } from './frame.tsx'

interface LoginRequest {
  readonly clientName: string
  readonly principalArn: string
  /** `same`: the command waits on this computer. `cross`: on another, and a code is copied to it. */
  readonly device: 'same' | 'cross'
  readonly mfa: boolean
}

/** `aws login` has opened this page, or somebody who would like the person to believe so: nothing is given away unasked. */
export function ConsentPage() {
  const query = location.search.slice(1)
  const [request, setRequest] = useState<LoginRequest>()
  const [problem, setProblem] = useState<Problem>()
  const [decision, setDecision] = useState<'allow' | 'deny'>()
  const isDeciding = useRef(false)

  useEffect(() => {
    getJson<LoginRequest>(`/v1/authorize/request?${query}`).then(setRequest, (error) => {
      const told = problemOf(error)
      if (told.status === 401) location.replace(signInAddress())
      else setProblem(told)
    })
  }, [query])

  const decide = async (allow: boolean) => {
    if (isDeciding.current) return
    isDeciding.current = true
    setDecision(allow ? 'allow' : 'deny')
    setProblem(undefined)
    try {
      const { csrfToken } = await getJson<{ csrfToken: string }>('/console/session')
      const headers = { 'X-CSRF-Token': csrfToken }
      const { redirectTo } = await postJson<{ redirectTo: string }>('/v1/authorize/decision', { query, allow }, headers)
      location.replace(requireLoopbackOrOwn(redirectTo))
    } catch (error) {
      setProblem(problemOf(error))
      setDecision(undefined)
      isDeciding.current = false
    }
  }

  if (!request) {
    return (
      <Frame title="Sign in on the command line">
        {problem ? <Notice kind="error">{problem.message}</Notice> : <p role="status">One moment …</p>}
      </Frame>
    )
  }
  return (
    <Frame
      title="Sign in on the command line"
      lead={
        <>
          <b>{request.clientName}</b> asks for credentials that can do what you can.
        </>
      }
    >
      <dl className="facts">
        <dt>You are</dt>
        <dd>{request.principalArn}</dd>
        <dt>Signed in with MFA</dt>
        <dd>{request.mfa ? 'Yes, and the command line will be too' : 'No'}</dd>
      </dl>
      <Notice kind={request.device === 'cross' ? 'warning' : 'info'}>
        {request.device === 'cross' ? (
          <>
            Allow this only if you have just run <code>aws login --remote</code> yourself. If somebody sent you this
            address, deny it.
          </>
        ) : (
          <>
            Allow this only if you have just run <code>aws login</code> on this computer.
          </>
        )}
      </Notice>
      {problem && <Notice kind="error">{problem.message}</Notice>}
      <div className="buttons">
        <button
          type="button"
          className="primary"
          aria-disabled={decision !== undefined}
          onClick={() => void decide(true)}
        >
          {decision === 'allow' && <span className="spinner" aria-hidden="true" />}
          Allow
        </button>
        <button
          type="button"
          className="secondary"
          aria-disabled={decision !== undefined}
          onClick={() => void decide(false)}
        >
          Deny
        </button>
      </div>
    </Frame>
  )
}

/** The command listens on this computer; whatever else the answer names is no place for a code. */
function requireLoopbackOrOwn(address: string): string {
  const url = new URL(address, location.origin)
  const isLoopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (isLoopback || url.origin === location.origin) return url.href
  throw new Error(`Not an address of this computer: ${url.host}`)
}
