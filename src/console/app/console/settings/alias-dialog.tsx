import { useState } from 'react'
import { iam } from '../api/call.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { TextField } from '../parts/text-field.tsx'

interface AliasDialogProps {
  readonly present: string | undefined
  readonly onClose: () => void
  readonly onDone: (text: string) => void
}

export function AliasDialog({ present, onClose, onDone }: AliasDialogProps) {
  const [alias, setAlias] = useState(present ?? '')
  const work = async () => {
    // An account has one: the new one takes the place of the old.
    if (alias !== present) await iam('CreateAccountAlias', { AccountAlias: alias })
    onDone(`The account alias is ${alias}.`)
  }
  return (
    <FormDialog
      title={present === undefined ? 'Create an account alias' : 'Change the account alias'}
      submitLabel="Save alias"
      onClose={onClose}
      check={() => ({ alias: checkAlias(alias) })}
      work={work}
      explain={({ code, message }) =>
        ['EntityAlreadyExists', 'ValidationError', 'InvalidInput'].includes(code) ? { alias: message } : undefined
      }
    >
      {(errors) => (
        <TextField
          label="Account alias"
          description={
            present === undefined
              ? undefined
              : `${present} is not good for signing in any more, as soon as another is saved.`
          }
          constraintText="3 to 63 lower-case letters, digits and single hyphens; a hyphen neither first nor last"
          errorText={errors['alias']}
          value={alias}
          onChange={setAlias}
        />
      )}
    </FormDialog>
  )
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
function checkAlias(alias: string): string | undefined {
  if (alias.length < 3 || alias.length > 63) return 'An alias has 3 to 63 characters.'
  if (/^\d{12}$/.test(alias)) return 'Twelve digits would be taken for an account ID.'
  return /^[a-z0-9](?:[a-z0-9]|-(?!-))*[a-z0-9]$/.test(alias)
    ? undefined
    : 'An alias has lower-case letters, digits and single hyphens only, and a hyphen is neither first nor last.'
}
