import type { Policy } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'

interface PolicyChoiceProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (arn: string) => void
  readonly errorText: string | undefined
}

/** One of all managed policies, AWS's and the account's own; a text in it finds them by name. */
export function PolicyChoice({ label, value, onChange, errorText }: PolicyChoiceProps) {
  const policies = useLoad(() =>
    listAll(async (Marker) => {
      const answer = await iam('ListPolicies', { Scope: 'All', MaxItems: 1000, ...(Marker && { Marker }) })
      return { items: answer.Policies ?? [], next: nextMarker(answer) }
    }),
  )
  if (policies.problem) return <ProblemAlert problem={policies.problem} onRetry={policies.reload} />
  const options = (policies.value ?? []).map(optionOf)
  return (
    <FormField label={label} errorText={errorText} stretch>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? null}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        filteringType="auto"
        filteringPlaceholder="Find a policy"
        filteringAriaLabel="Find a policy"
        placeholder="Choose a policy"
        virtualScroll
        statusType={policies.isLoading ? 'loading' : 'finished'}
        loadingText="Loading policies"
        empty="There are no policies"
        noMatch="No policy matches"
      />
    </FormField>
  )
}

function optionOf({ PolicyName = '', Arn = '', Description }: Policy) {
  return {
    value: Arn,
    label: PolicyName,
    ...(Description && { description: Description }),
    labelTag: isOfAws(Arn) ? 'AWS' : 'Own',
    filteringTags: [Arn],
  }
}

export function isOfAws(arn: string): boolean {
  return arn.startsWith('arn:aws:iam::aws:')
}
