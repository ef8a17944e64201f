import FormField from '@cloudscape-design/components/form-field'
import Multiselect from '@cloudscape-design/components/multiselect'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'

interface GroupChoiceProps {
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (groups: readonly string[]) => void
  readonly errorText?: string | undefined
}

export function GroupChoice({ label, value, onChange, errorText }: GroupChoiceProps) {
  const groups = useLoad(() =>
    listAll(async (Marker) => {
      const answer = await iam('ListGroups', { MaxItems: 1000, ...(Marker && { Marker }) })
      return { items: answer.Groups.map(({ GroupName = '' }) => GroupName), next: nextMarker(answer) }
    }),
  )
  const optionOf = (name: string) => ({ label: name, value: name })
  return (
    <FormField label={label} errorText={errorText}>
      <Multiselect
        selectedOptions={value.map(optionOf)}
        options={(groups.value ?? []).map(optionOf)}
        onChange={({ detail }) => onChange(detail.selectedOptions.map((option) => option.value ?? ''))}
        placeholder="Choose groups"
        filteringType="auto"
        filteringPlaceholder="Find a group"
        filteringAriaLabel="Find a group"
        virtualScroll
        deselectAriaLabel={(option) => `Leave out ${option.label}`}
        statusType={groups.problem ? 'error' : groups.isLoading ? 'loading' : 'finished'}
        loadingText="Loading groups"
        errorText={groups.problem?.message ?? ''}
        empty="There are no groups"
        noMatch="No group matches"
      />
    </FormField>
  )
}
