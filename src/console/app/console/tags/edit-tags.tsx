import type { Tag } from '@aws-sdk/client-iam'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { FormDialog } from '../parts/form-dialog.tsx'
import type { TagHolder } from './tag-holder.ts'

interface EditTagsProps {
  readonly holder: TagHolder
  readonly tags: readonly Tag[]
  readonly onClose: () => void
  readonly onDone: () => void
}

interface Row {
  readonly key: string
  readonly value: string
}

export function EditTags({ holder, tags, onClose, onDone }: EditTagsProps) {
  const before = tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }))
  const [rows, setRows] = useState<readonly Row[]>(before)
  const change = (index: number, part: Partial<Row>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  const work = async () => {
    const gone = before.filter(({ key }) => !rows.some((row) => row.key === key)).map(({ key }) => key)
    const set = rows.filter((row) => !before.some(({ key, value }) => key === row.key && value === row.value))
    if (gone.length > 0) await holder.untag(gone)
    if (set.length > 0) await holder.tag(set.map(({ key, value }) => ({ Key: key, Value: value })))
    onDone()
  }
  return (
    <FormDialog
      title="Edit tags"
      submitLabel="Save"
      size="large"
      onClose={onClose}
      check={() => {
        const empty = rows.findIndex(({ key }) => key === '')
        return empty === -1 ? {} : { [`key-${empty}`]: 'Enter a key.' }
      }}
      work={work}
    >
      {(errors) => (
        <AttributeEditor
          items={rows}
          addButtonText="Add tag"
          removeButtonText="Remove"
          removeButtonAriaLabel={(row) => `Remove ${row.key === '' ? 'the tag' : row.key}`}
          isItemRemovable={() => true}
          onAddButtonClick={() => setRows([...rows, { key: '', value: '' }])}
          onRemoveButtonClick={({ detail }) => setRows(rows.filter((_, at) => at !== detail.itemIndex))}
          empty="There are no tags."
          definition={[
            {
              label: 'Key',
              errorText: (_, index) => errors[`key-${index}`],
              control: ({ key }, index) => (
                <Input value={key} onChange={({ detail }) => change(index, { key: detail.value })} />
              ),
            },
            {
              label: 'Value',
              control: ({ value }, index) => (
                <Input value={value} onChange={({ detail }) => change(index, { value: detail.value })} />
              ),
            },
          ]}
        />
      )}
    </FormDialog>
  )
}
