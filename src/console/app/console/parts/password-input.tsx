import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'

interface PasswordInputProps {
  /** In small letters, for the button that shows it. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete: 'current-password' | 'new-password'
}

export function PasswordInput({ label, value, onChange, autoComplete }: PasswordInputProps) {
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="with-button">
      <Input
        type={isShown ? 'text' : 'password'}
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        autoComplete={autoComplete}
        spellcheck={false}
      />
      <Button
        formAction="none"
        ariaLabel={`${isShown ? 'Hide' : 'Show'} ${label}`}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? 'Hide' : 'Show'}
      </Button>
    </div>
  )
}
