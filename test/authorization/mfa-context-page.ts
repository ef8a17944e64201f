/** The page docs/mfa-context.md. Its sentences stand here; its tables are what was observed. */
import type { MfaStatement } from './mfa-statements.ts'

export interface Observations {
  readonly titles: readonly string[]
  readonly rows: readonly { readonly statement: MfaStatement; readonly observed: readonly boolean[] }[]
}

export interface PageContent {
  readonly identity: Observations
  readonly trust: Observations
  /** Requests, and how they were answered. */
  readonly others: readonly (readonly [request: string, answer: string])[]
}

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide'

const introduction = `Whoever writes a policy about MFA needs five sentences.

1. To demand MFA of users for everything, **deny** with \`BoolIfExists aws:MultiFactorAuthPresent = false\`, and name in
   \`NotAction\` what they need to enrol, as [AWS's own policy](${guide}/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html) does.
2. To give a user something only with MFA, **allow** it with \`Bool aws:MultiFactorAuthPresent = true\`.
3. For a role, ask with the same \`Bool\` in its **trust policy**: the code is seen only while the role is assumed, so that in
   the permissions of the role the first idiom shuts everybody out and the second lets nobody in.
4. To demand that the code is fresh, **allow** with \`NumericLessThan aws:MultiFactorAuthAge\`, or **deny** with
   \`NumericGreaterThanIfExists\`, which stops whoever showed no code as well.
5. Without \`IfExists\` a Deny does not see a long-term access key, which has neither of these keys at all; with it an Allow
   lets that key through; and \`Null\` says what kind of credentials somebody holds, not whether he showed a code.`

const reading = `AWS describes the [condition keys](${guide}/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent), the
[operators](${guide}/reference_policies_elements_condition_operators.html), and [how to demand MFA of the
API](${guide}/id_credentials_mfa_configure-api-require.html). In the tables below **yes** means that the request was allowed, and ⚠ that this
is a request without MFA, let through by a statement that is often written to demand it: see [where tools get it
wrong](#where-tools-get-it-wrong).`

const toolsGoWrong = `- **moto** 5.2.1 knows the operator \`StringEquals\` alone and takes every other condition for fulfilled: each Allow above lets
  everybody through, each Deny nobody. Its GetSessionToken, AssumeRole and EnableMFADevice look at no code.
- **LocalStack** (community) and **ministack** decide by no policy at all: there all is *yes*.
- **Infrastructure code**: a trust policy that allows with \`BoolIfExists … true\`, as is
  [asked for](https://github.com/terraform-aws-modules/terraform-aws-iam/issues/516) now and then, trusts the bare access key.
- **Blogs and generators** print the Deny with \`Bool … false\`; [AWS's answer](https://repost.aws/knowledge-center/mfa-iam-user-aws-cli) says what it lets through.
- **Clients** that assume a role with a code expect the role's own permissions to see it
  ([aws-sdk-java-v2](https://github.com/aws/aws-sdk-java-v2/issues/2554), [jenkins](https://github.com/jenkinsci/pipeline-aws-plugin/issues/170)): they never do.`

/** Statements that look as if they demanded a code. */
const warned: readonly string[] = [
  'Allow BoolIfExists aws:MultiFactorAuthPresent true',
  'Allow Null aws:MultiFactorAuthPresent false',
  'Allow NumericLessThanIfExists aws:MultiFactorAuthAge 3600',
  'Deny Bool aws:MultiFactorAuthPresent false',
  'Deny Null aws:MultiFactorAuthPresent true',
  'Deny NumericGreaterThan aws:MultiFactorAuthAge 3600',
]

export function mfaContextPage({ identity, trust, others }: PageContent): string {
  return `${[
    '# MFA in policies: who gets through',
    '<!-- Made by `npm run docs` from what test/authorization/mfa-context.test.ts observes: do not edit. -->',
    introduction,
    reading,
    '## What the keys are',
    'As the rows with `Null`, `Bool` and `NumericLessThan` below show.',
    keyTable([identity, trust]),
    '## Policies of the caller',
    'Of the user or, for a role session, of the role. *Session* is what GetSessionToken gives; without MFA it was tried with\nsts:AssumeRole, because IAM takes no session without MFA, all others with iam:ListUsers.',
    ...observationTables(identity),
    '## Trust policy of a role',
    'The moment of AssumeRole: who is trusted. A code in the call counts, and before the MFA of the session that makes it.',
    ...observationTables(trust),
    '## Where no condition is asked',
    table(['Request', 'Answer'], others),
    '## Where tools get it wrong',
    toolsGoWrong,
  ].join('\n\n')}\n`
}

function observationTables(observations: Observations): string[] {
  return (['Allow', 'Deny'] as const).map((effect) => {
    const rows = observations.rows
      .filter(({ statement }) => statement.effect === effect)
      .map(({ statement: { operator, key, value }, observed }) => {
        const isWarned = warned.includes(`${effect} ${operator} ${key} ${value}`)
        const cells = observed.map((isAllowed, index) => {
          if (!isAllowed) return 'no'
          return isWarned && !hasMfa(observations, index) ? '**yes** ⚠' : '**yes**'
        })
        return [`\`${operator}\` \`${key.slice('aws:'.length)}\` ${value}`, ...cells]
      })
    return table([`**${effect}** if`, ...observations.titles], rows)
  })
}

function hasMfa(observations: Observations, index: number): boolean {
  return isThrough(observations, ['Bool', 'aws:MultiFactorAuthPresent', 'true'], index)
}

/** Through the Allow under this condition. */
function isThrough(
  { rows }: Observations,
  [operator, key, value]: readonly [string, string, string],
  index: number,
): boolean {
  const isAsked = ({ statement }: Observations['rows'][number]) =>
    statement.effect === 'Allow' &&
    statement.operator === operator &&
    statement.key === key &&
    statement.value === value
  return rows.find(isAsked)?.observed[index] === true
}

function keyTable([identity, trust]: readonly [Observations, Observations]): string {
  const rowsOf = (observations: Observations, prefix: string) =>
    observations.titles.map((title, index) => {
      const ask = (operator: string, key: string, value: string) =>
        isThrough(observations, [operator, key, value], index)
      const present = ask('Null', 'aws:MultiFactorAuthPresent', 'false')
      const age = ask('NumericLessThan', 'aws:MultiFactorAuthAge', '3600') ? 'below 3600' : 'above 3600'
      return [
        `${prefix}${title}`,
        present ? String(hasMfa(observations, index)) : 'absent',
        ask('Null', 'aws:MultiFactorAuthAge', 'false') ? age : 'absent',
      ]
    })
  return table(
    ['Caller', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
    [...rowsOf(identity, ''), ...rowsOf(trust, 'AssumeRole: ')],
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
