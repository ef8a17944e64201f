import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Textarea from '@cloudscape-design/components/textarea'
import { useDeferredValue, useMemo } from 'react'
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
  /** What the server said of it; takes the place of the check. */
  readonly errorText?: string | undefined
}

/** A policy document as text, with what is wrong in it and where, as it is typed. */
export function DocumentField({ label, kind, value, onChange, errorText }: DocumentFieldProps) {
  const text = useDeferredValue(value)
  const fault = useMemo(() => findDocumentFault(text, kind), [text, kind])
  const size = documentSize(text)
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
            onChange={({ detail }) => onChange(detail.value)}
            rows={Math.min(28, Math.max(12, value.split('\n').length + 1))}
            spellcheck={false}
            autoComplete={false}
            invalid={errorText !== undefined}
          />
        </div>
      </FormField>
      <div className="more">
        <Box>{fault ? <Fault fault={fault} /> : <StatusIndicator>The document is well formed</StatusIndicator>}</Box>
        <Button formAction="none" disabled={!isJson(text)} onClick={() => onChange(formatDocument(value))}>
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
