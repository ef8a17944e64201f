/** What `twinlock mfa lint` found, for people. */
import type { Finding, Severity } from '../lint/finding.ts'
import type { JourneyStep } from '../lint/journey.ts'
import type { LintReport } from '../lint/lint.ts'
import { paint, printable, type Style, type Terminal } from './terminal.ts'

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'cyan' }

export function drawReport({ findings, journey }: LintReport, terminal: Terminal): string[] {
  return [
    ...findings.flatMap((finding) => [...drawFinding(finding, terminal), '']),
    ...(journey.length > 0 ? [...drawJourney(journey, terminal), ''] : []),
    summarize(findings),
  ]
}

function drawFinding({ severity, rule, policy, statement, document, ...told }: Finding, terminal: Terminal): string[] {
  const place = policy === undefined ? '' : `, ${statement === undefined ? '' : `statement ${statement} of `}${policy}`
  return [
    `${paint(styles[severity], severity, terminal)}: ${rule}${printable(place)}`,
    ...(document === undefined ? [] : [`  ${printable(shorten(JSON.stringify(document)))}`]),
    `  ${printable(told.problem)}`,
    `  Fix: ${printable(told.fix)}`,
    `  ${told.page}`,
  ]
}

/** The whole statement is in the file, and in `--output json`. */
function shorten(text: string): string {
  return text.length > 240 ? `${text.slice(0, 150)} … ${text.slice(-80)}` : text
}

const credentials: Readonly<Record<JourneyStep['credentials'], string>> = {
  key: 'access key',
  session: 'session',
  mfa: 'with MFA',
  oldMfa: 'with MFA, long ago',
}

function drawJourney(journey: readonly JourneyStep[], terminal: Terminal): string[] {
  const width = Math.max(...journey.map(({ does }) => does.length))
  return [
    'The way of a new user, as these policies decide:',
    ...journey.map((step) => {
      const word = step.isAsExpected
        ? step.expected === 'refused'
          ? 'refused'
          : 'ok'
        : step.expected === 'refused'
          ? 'OPEN'
          : 'STUCK'
      const mark = paint(step.isAsExpected ? 'green' : 'red', word.padEnd(7), terminal)
      const by = step.by === undefined ? '' : ` (${step.by})`
      const line = `${credentials[step.credentials].padEnd(10)}  ${step.does.padEnd(width)}  ${step.action}${by}`
      return `  ${mark} ${printable(line)}`
    }),
  ]
}

function summarize(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing found.'
  const counts = (['error', 'warning', 'note'] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? '' : `${count} ${severity}${count === 1 ? '' : 's'}`
  })
  return `${counts.filter((count) => count !== '').join(', ')}.`
}
