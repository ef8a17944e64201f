import type { ContextEntry, EvaluationResult } from '@aws-sdk/client-iam'
import { iam } from '../api/call.ts'
import { findDocumentFault } from '../documents/check-document.ts'
import { listAll, nextMarker } from '../loading/use-pages.ts'
import type { FieldErrors } from '../parts/use-submission.ts'

export interface Question {
  /** The policies of a user, group or role, or a document that is nobody's. */
  readonly source: 'principal' | 'document'
  readonly principalArn: string
  readonly document: string
  /** One a line. */
  readonly actions: string
  /** One a line; none: `*`. */
  readonly resources: string
  /** `absent`: as with a long-term access key, where the keys of MFA are not there at all. */
  readonly mfa: 'with' | 'without' | 'absent'
  /** Seconds since the code was verified. */
  readonly mfaAge: string
}

export function checkQuestion(question: Question): FieldErrors {
  const { source, principalArn, document, actions, mfa, mfaAge } = question
  const wrong = linesOf(actions).find((action) => !/^[\w-]+:[\w*?]+$/.test(action))
  return {
    ...(source === 'principal'
      ? { principalArn: /^arn:/.test(principalArn.trim()) ? undefined : 'Enter the ARN of a user, group or role.' }
      : { document: findDocumentFault(document, 'inline')?.message }),
    actions:
      linesOf(actions).length === 0
        ? 'Enter an action, such as iam:ListUsers.'
        : wrong && `${wrong} is not an action: they look like iam:ListUsers.`,
    mfaAge: mfa === 'with' && !/^\d+$/.test(mfaAge) ? 'Enter a number of seconds.' : undefined,
  }
}

/** @throws Problem */
export function simulate(question: Question): Promise<EvaluationResult[]> {
  const resources = linesOf(question.resources)
  const input = {
    ActionNames: linesOf(question.actions),
    ...(resources.length > 0 && { ResourceArns: resources }),
    ContextEntries: contextOf(question),
  }
  return listAll(async (Marker) => {
    const page = { ...input, ...(Marker && { Marker }) }
    const answer =
      question.source === 'principal'
        ? await iam('SimulatePrincipalPolicy', { ...page, PolicySourceArn: question.principalArn.trim() })
        : await iam('SimulateCustomPolicy', { ...page, PolicyInputList: [question.document] })
    return { items: answer.EvaluationResults ?? [], next: nextMarker(answer) }
  })
}

function contextOf({ mfa, mfaAge }: Question): ContextEntry[] {
  if (mfa === 'absent') return []
  const present: ContextEntry = {
    ContextKeyName: 'aws:MultiFactorAuthPresent',
    ContextKeyType: 'boolean',
    ContextKeyValues: [String(mfa === 'with')],
  }
  if (mfa === 'without') return [present]
  return [present, { ContextKeyName: 'aws:MultiFactorAuthAge', ContextKeyType: 'numeric', ContextKeyValues: [mfaAge] }]
}

function linesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((line) => line !== '')
}
