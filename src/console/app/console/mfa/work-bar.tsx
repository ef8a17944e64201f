import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Spinner from '@cloudscape-design/components/spinner'
import type { Census, Picture, Work } from './census.ts'

interface WorkBarProps {
  readonly census: Census
  readonly picture: Picture
}

/** What is being asked for, with a way to stop it; and what has not been asked for yet. */
export function WorkBar({ census, picture }: WorkBarProps) {
  const { work, isListed, unseen, unaskedPasswords, people } = picture
  if (work) {
    return (
      <div className="more">
        <Progress work={work} listed={people.length} />
        <Button onClick={census.stop}>Stop</Button>
      </div>
    )
  }
  if (!isListed && people.length > 0) {
    return (
      <Alert type="info" action={<Button onClick={() => void census.begin()}>Go on</Button>}>
        Not all of the users are here.
      </Alert>
    )
  }
  if (unseen > 0) {
    return (
      <Alert
        type="info"
        header={`${unseen.toLocaleString('en')} users have not been looked at one by one`}
        action={<Button onClick={() => void census.lookAtAll()}>Look at all of them</Button>}
      >
        Passkeys, hardware tokens and access keys are known of a user only once that user is asked about, which is done
        for the rows that you see. For all of them it takes a while.
      </Alert>
    )
  }
  if (unaskedPasswords > 0) {
    return (
      <Alert type="info" action={<Button onClick={() => void census.askForPasswords()}>Ask about passwords</Button>}>
        A password counts here once it has been used. Of {unaskedPasswords.toLocaleString('en')} users without MFA you
        can ask whether they have one; for each who has none, that leaves a line in the audit log.
      </Alert>
    )
  }
  return null
}

function Progress({ work, listed }: { readonly work: Work; readonly listed: number }) {
  if (work.kind === 'listing') {
    return (
      <span>
        <Spinner /> Loading users: {listed.toLocaleString('en')} so far
      </span>
    )
  }
  const { done, of } = work
  return (
    <div className="progress">
      <ProgressBar
        value={of === 0 ? 100 : (100 * done) / of}
        label={work.kind === 'passwords' ? 'Asking about passwords' : 'Looking at users one by one'}
        additionalInfo={`${done.toLocaleString('en')} of ${of.toLocaleString('en')}`}
      />
    </div>
  )
}
