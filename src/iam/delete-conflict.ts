import { AwsFault } from '../wire/faults.ts'

/** @param what - what has to happen before: `detach all policies` */
export function deleteConflict(what: string): AwsFault {
  return new AwsFault('DeleteConflict', `Cannot delete entity, must ${what} first.`)
}
