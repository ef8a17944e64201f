import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type FormEvent, useState } from 'react'
import type { EventFilter } from './event-filter.ts'
import { TimeRange } from './time-range.tsx'

interface FilterFormProps {
  readonly filter: EventFilter
  readonly onSearch: (filter: EventFilter) => void
}

const kinds = [
  { value: '', label: 'Changes and reads' },
  { value: 'changes', label: 'Changes only' },
  { value: 'reads', label: 'Reads only' },
]

/** Names are looked for as they are, not as parts of others. */
export function FilterForm({ filter, onSearch }: FilterFormProps) {
  const [draft, setDraft] = useState(filter)
  const change = (part: { readonly [Name in keyof EventFilter]: EventFilter[Name] | undefined }) =>
    setDraft((before) => withoutUnset({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(draft)
  }
  const text = (name: 'event' | 'user' | 'key', placeholder: string) => (
    <Input
      value={draft[name] ?? ''}
      placeholder={placeholder}
      onChange={({ detail }) => change({ [name]: detail.value || undefined })}
      autoComplete={false}
      spellcheck={false}
    />
  )
  return (
    <Container>
      <form onSubmit={submit} noValidate>
        <SpaceBetween size="m">
          <div className="fields">
            <FormField label="Event name">{text('event', 'EnableMFADevice')}</FormField>
            <FormField label="User name">{text('user', 'johndoe, or root')}</FormField>
            <FormField label="Access key ID">{text('key', 'AKIA…')}</FormField>
            <FormField label="Kind">
              <Select
                options={kinds}
                selectedOption={kinds.find(({ value }) => value === (draft.kind ?? '')) ?? null}
                onChange={({ detail: { selectedOption } }) => {
                  const { value } = selectedOption
                  change({ kind: value === 'changes' || value === 'reads' ? value : undefined })
                }}
              />
            </FormField>
            <FormField label="Time">
              <TimeRange filter={draft} onChange={change} />
            </FormField>
          </div>
          <div className="more">
            <Checkbox
              checked={draft.failed !== undefined}
              onChange={({ detail }) => change({ failed: detail.checked ? 'yes' : undefined })}
            >
              Only what was refused or failed
            </Checkbox>
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={() => onSearch({})}>
                Clear filters
              </Button>
              <Button variant="primary">Search</Button>
            </SpaceBetween>
          </div>
        </SpaceBetween>
      </form>
    </Container>
  )
}

function withoutUnset(filter: { readonly [Name in keyof EventFilter]: EventFilter[Name] | undefined }): EventFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
