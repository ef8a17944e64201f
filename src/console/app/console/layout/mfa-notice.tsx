import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { signInAddress } from '../../browser/continue-to.ts'
import { iam } from '../api/call.ts'
import { useWasDenied } from '../api/refusals.ts'
import { useSession } from '../api/session.ts'
import { selfOf } from '../credentials/owner.ts'
import { useLoad } from '../loading/use-load.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { leave } from './leave.ts'

/** Policies that demand MFA refuse almost everything to a session without it; that looks like a broken console. */
export function MfaNotice() {
  const { mfaAuthenticatedAt } = useSession()
  const wasDenied = useWasDenied()
  const { path } = usePlace()
  // My security says it in its own words, with the devices in view.
  const isSaidThere = path === addressOf('')
  return mfaAuthenticatedAt === null && wasDenied && !isSaidThere ? <SignedInWithoutMfa /> : null
}

function SignedInWithoutMfa() {
  const { deviceUser } = selfOf(useSession())
  const devices = useLoad(async () => {
    const { MFADevices } = await iam('ListMFADevices', { UserName: deviceUser }, { isQuiet: true })
    return MFADevices ?? []
  })
  const header = 'You signed in without MFA'
  if (devices.value?.length === 0) {
    return (
      <Alert
        type="info"
        header={header}
        action={<Button onClick={() => navigate(addressOf(''))}>Add an MFA device</Button>}
      >
        Some of what is refused here may be allowed with MFA. Add an MFA device, then sign in again with its code.
      </Alert>
    )
  }
  return (
    <Alert
      type="info"
      header={header}
      action={<Button onClick={() => void leave(signInAddress())}>Sign in again with a code</Button>}
    >
      Some of what is refused here may be allowed with MFA.
    </Alert>
  )
}
