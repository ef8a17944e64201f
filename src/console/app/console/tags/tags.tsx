import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Spinner from '@cloudscape-design/components/spinner'
import { useState } from 'react'
import { tell } from '../layout/messages.ts'
import { useLoad } from '../loading/use-load.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { EditTags } from './edit-tags.tsx'
import type { TagHolder } from './tag-holder.ts'

/** Policies can ask for tags, so whoever may change them may change what is allowed. */
export function Tags({ holder }: { readonly holder: TagHolder }) {
  const [isEditing, setIsEditing] = useState(false)
  const tags = useLoad(() => holder.list())
  const onDone = () => {
    setIsEditing(false)
    tags.reload()
    tell('The tags are saved.')
  }
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Policies can ask for them."
          actions={
            <Button disabled={tags.value === undefined} onClick={() => setIsEditing(true)}>
              Edit tags
            </Button>
          }
        >
          Tags
        </Header>
      }
    >
      {tags.problem && <ProblemAlert problem={tags.problem} onRetry={tags.reload} />}
      {!tags.problem && tags.value === undefined && <Spinner />}
      {tags.value?.length === 0 && 'There are no tags.'}
      {tags.value && tags.value.length > 0 && (
        <KeyValuePairs
          columns={3}
          items={tags.value.map(({ Key = '', Value = '' }) => ({
            label: Key,
            value: <span className="breakable">{Value === '' ? '–' : Value}</span>,
          }))}
        />
      )}
      {isEditing && tags.value && (
        <EditTags holder={holder} tags={tags.value} onClose={() => setIsEditing(false)} onDone={onDone} />
      )}
    </Container>
  )
}
