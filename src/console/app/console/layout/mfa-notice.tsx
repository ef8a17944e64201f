import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { signInAddress } from '../../browser/continue-to.ts'
import { useWasDenied } from '../api/refusals.ts'
import { useSession } from '../api/session.ts'
import { leave } from './top-bar.tsx'

/** Policies that demand MFA refuse almost everything to a session without it; that looks like a broken console. */
export function MfaNotice() {
  const { mfaAuthenticatedAt } = useSession()
  const wasDenied = useWasDenied()
  if (mfaAuthenticatedAt !== null || !wasDenied) return null
  return (
    <Alert
      type="info"
      header="You signed in without MFA"
      action={<Button onClick={() => void leave(signInAddress())}>Sign in again with a code</Button>}
    >
      Some of what is refused here may be allowed with MFA. Add an MFA device on the page My security if you have none,
      then sign in again.
    </Alert>
  )
}
