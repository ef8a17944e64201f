import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { tell } from '../layout/messages.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { Moment } from '../parts/moment.tsx'

interface RoleFactsProps {
  readonly role: Role
  readonly onChanged: () => void
}

export function RoleFacts({ role, onChanged }: RoleFactsProps) {
  const [isEditing, setIsEditing] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setIsEditing(true)}>Edit</Button>}>
          Summary
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: <span className="breakable">{role.Arn}</span> },
          { label: 'Role ID', value: role.RoleId },
          { label: 'Created', value: <Moment at={role.CreateDate} /> },
          { label: 'Description', value: role.Description ?? '–' },
          { label: 'Longest session', value: `${(role.MaxSessionDuration ?? 3600) / 3600} h` },
        ]}
      />
      {isEditing && (
        <EditRole
          role={role}
          onClose={() => setIsEditing(false)}
          onDone={() => {
            setIsEditing(false)
            onChanged()
            tell(`The role ${role.RoleName} is saved.`)
          }}
        />
      )}
    </Container>
  )
}

interface EditRoleProps {
  readonly role: Role
  readonly onClose: () => void
  readonly onDone: () => void
}

function EditRole({ role, onClose, onDone }: EditRoleProps) {
  const [description, setDescription] = useState(role.Description ?? '')
  const [hours, setHours] = useState(String((role.MaxSessionDuration ?? 3600) / 3600))
  const work = async () => {
    await iam('UpdateRole', {
      RoleName: role.RoleName,
      Description: description,
      MaxSessionDuration: Math.round(Number(hours) * 3600),
    })
    onDone()
  }
  const isDuration = Number(hours) >= 1 && Number(hours) <= 12
  return (
    <FormDialog
      title={`Edit ${role.RoleName}`}
      submitLabel="Save"
      onClose={onClose}
      check={() => ({ hours: isDuration ? undefined : 'From 1 to 12 hours.' })}
      work={work}
    >
      {(errors) => (
        <>
          <FormField label="Description">
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} autoComplete={false} />
          </FormField>
          <FormField label="Longest session" constraintText="Hours, from 1 to 12" errorText={errors['hours']}>
            <Input
              type="number"
              inputMode="decimal"
              value={hours}
              onChange={({ detail }) => setHours(detail.value)}
              autoComplete={false}
            />
          </FormField>
        </>
      )}
    </FormDialog>
  )
}
