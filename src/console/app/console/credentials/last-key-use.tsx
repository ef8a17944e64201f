import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { Ago } from '../parts/moment.tsx'

/** A question of its own for each key; who may not ask it sees all the rest. */
export function LastKeyUse({ id }: { readonly id: string }) {
  const use = useLoad(async () => {
    const { AccessKeyLastUsed } = await iam('GetAccessKeyLastUsed', { AccessKeyId: id }, { isQuiet: true })
    return AccessKeyLastUsed
  })
  if (use.problem) return <span title={use.problem.message}>Not allowed</span>
  if (!use.value) return <>…</>
  const { LastUsedDate, ServiceName } = use.value
  return (
    <>
      <Ago at={LastUsedDate} />
      {LastUsedDate && ServiceName !== 'N/A' ? `, ${ServiceName}` : ''}
    </>
  )
}
