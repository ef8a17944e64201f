import FormField, { type FormFieldProps } from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'

interface TextFieldProps extends Pick<FormFieldProps, 'label' | 'description' | 'constraintText' | 'errorText'> {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A name or the like: neither the browser's memory nor its dictionary knows it. */
export function TextField({ value, onChange, ...field }: TextFieldProps) {
  return (
    <FormField {...field}>
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} autoComplete={false} spellcheck={false} />
    </FormField>
  )
}
