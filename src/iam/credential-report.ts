import { pending } from './pending.ts'

export const generateCredentialReport = pending('GenerateCredentialReport', {})

export const getCredentialReport = pending('GetCredentialReport', {})
