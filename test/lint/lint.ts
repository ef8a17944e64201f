/** Short ways to lint in tests. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LintReport, lintMfa } from '../../src/lint/lint.ts'

const account = '111122223333'

export const policyFile = (name: string) => join(import.meta.dirname, 'policies', `${name}.json`)

export const selfManage = JSON.parse(readFileSync(policyFile('self-manage-mfa-only'), 'utf8'))

/** The policies as the files p1, p2, …; a text is taken as it is. */
export function lint(policies: readonly (object | string)[], { isComplete = false, path = '/' } = {}): LintReport {
  return lintMfa({
    policies: policies.map((document, index) => ({
      name: `p${index + 1}`,
      kind: 'identity',
      document: typeof document === 'string' ? document : JSON.stringify(document),
    })),
    user: { userName: 'ann', arn: `arn:aws:iam::${account}:user${path}ann`, accountId: account },
    now: new Date('2026-01-15T12:00:00Z'),
    isComplete,
  })
}

export const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })

/** `error deny-misses-keys DenyAll`, one for each finding. */
export function summaryOf({ findings }: LintReport): string[] {
  return findings.map(({ severity, rule, statement }) =>
    [severity, rule, ...(statement === undefined ? [] : [statement])].join(' '),
  )
}
