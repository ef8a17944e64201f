import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { DocumentField } from '../documents/document-field.tsx'
import type { FieldErrors } from '../parts/use-submission.ts'
import type { Question } from './question.ts'

interface QuestionFieldsProps {
  readonly question: Question
  readonly onChange: (question: Question) => void
  readonly errors: FieldErrors
}

export function QuestionFields({ question, onChange, errors }: QuestionFieldsProps) {
  const change = (part: Partial<Question>) => onChange({ ...question, ...part })
  return (
    <>
      <FormField label="Whose policies" stretch>
        <RadioGroup
          value={question.source}
          onChange={({ detail }) => change({ source: detail.value === 'document' ? 'document' : 'principal' })}
          items={[
            { value: 'principal', label: 'Those of a user, group or role' },
            { value: 'document', label: 'A document that I write' },
          ]}
        />
      </FormField>
      {question.source === 'principal' ? (
        <FormField label="ARN of the user, group or role" errorText={errors['principalArn']}>
          <Input
            value={question.principalArn}
            onChange={({ detail }) => change({ principalArn: detail.value })}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
      ) : (
        <DocumentField
          label="Policy document"
          kind="inline"
          value={question.document}
          onChange={(document) => change({ document })}
          errors={errors}
        />
      )}
      <div className="columns">
        <FormField label="Actions" constraintText="One a line" errorText={errors['actions']} stretch>
          <Textarea
            value={question.actions}
            onChange={({ detail }) => change({ actions: detail.value })}
            rows={4}
            spellcheck={false}
          />
        </FormField>
        <FormField label="Resource ARNs" constraintText="One a line; empty: *" stretch>
          <Textarea
            value={question.resources}
            onChange={({ detail }) => change({ resources: detail.value })}
            rows={4}
            spellcheck={false}
          />
        </FormField>
      </div>
      <FormField label="The session that asks" stretch>
        <RadioGroup
          value={question.mfa}
          onChange={({ detail }) => change({ mfa: detail.value as Question['mfa'] })}
          items={[
            { value: 'with', label: 'With MFA' },
            { value: 'without', label: 'Without MFA', description: 'aws:MultiFactorAuthPresent is false.' },
            {
              value: 'absent',
              label: 'A long-term access key',
              description: 'aws:MultiFactorAuthPresent is not there at all.',
            },
          ]}
        />
      </FormField>
      {question.mfa === 'with' && (
        <FormField
          label="Age of the MFA"
          constraintText="Seconds since the code was verified"
          errorText={errors['mfaAge']}
        >
          <Input
            value={question.mfaAge}
            onChange={({ detail }) => change({ mfaAge: detail.value })}
            inputMode="numeric"
            autoComplete={false}
          />
        </FormField>
      )}
    </>
  )
}
