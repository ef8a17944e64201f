import type { StatusType } from '@aws-sdk/client-iam'
import { AwsFault } from '../wire/faults.ts'

/** The model has a third status, which AWS alone sets. @throws AwsFault InvalidInput */
export function requireSettableStatus(status: StatusType): 'Active' | 'Inactive' {
  if (status === 'Expired') throw new AwsFault('InvalidInput', 'Operation does not support status Expired')
  return status
}
