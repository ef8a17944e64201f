import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Textarea from '@cloudscape-design/components/textarea'
import { useDeferredValue, useMemo, useState } from 'react'
import type { FieldErrors } from '../parts/use-submission.ts'
import {
  type DocumentFault,
  type DocumentKind,
  documentLimits,
  documentSize,
  findDocumentFault,
} from './check-document.ts'

interface DocumentFieldProps {
  readonly label: string
  readonly kind: DocumentKind
  readonly value: string
  readonly onChange: (text: string) => void
  /** Of the last submission; what they say of this field holds until it is edited. */
  readonly errors: FieldErrors
}

/** A policy document as text, with what is wrong in it and where, as it is typed. */
export function DocumentField({ label, kind, value, onChange, errors }: DocumentFieldProps) {
  const [editedSince, setEditedSince] = useState<FieldErrors>()
  const text = useDeferredValue(value)
  const fault = useMemo(() => findDocumentFault(text, kind), [text, kind])
  const size = documentSize(text)
  const errorText = errors === editedSince ? undefined : errors['document']
  const change = (next: string) => {
    setEditedSince(errors)
    onChange(next)
  }
  return (
    <SpaceBetween size="xs">
      <FormField
        label={label}
        stretch
        errorText={errorText}
        constraintText={`JSON. ${size.toLocaleString('en')} of ${documentLimits[kind].toLocaleString('en')} characters, not counting spaces.`}
      >
        <div className="document-field">
          <Textarea
            value={value}
            onChange={({ detail }) => change(detail.value)}
            rows={Math.min(28, Math.max(12, value.split('\n').length + 1))}
            spellcheck={false}
            autoComplete={false}
            invalid={errorText !== undefined}
          />
        </div>
      </FormField>
      <div className="more">
        <Box>{fault ? <Fault fault={fault} /> : <StatusIndicator>The document is well formed</StatusIndicator>}</Box>
        <Button formAction="none" disabled={!isJson(text)} onClick={() => change(formatDocument(value))}>
          Format
        </Button>
      </div>
    </SpaceBetween>
  )
}

function Fault({ fault: { message, line, column } }: { readonly fault: DocumentFault }) {
  return (
    <StatusIndicator type="error">
      {line === undefined ? '' : `Line ${line}, column ${column}: `}
      {message}
    </StatusIndicator>
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Two spaces a level; what is no JSON stays as it is. */
export function formatDocument(text: string): string {
  return isJson(text) ? JSON.stringify(JSON.parse(text), null, 2) : text
}
