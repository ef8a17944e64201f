/**
 * Writes the reference pages that are made from the code, configuration, errors, compatibility, and the list of decisions. With
 * `--check` writes nothing, and fails naming each page that differs.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import { type Setting, settings } from '../src/config.ts'
import { iamRegistry } from '../src/iam/registry.ts'
import { stsRegistry } from '../src/sts/registry.ts'
import { AwsFault, cloudTrailFaults, commonFaults, type FaultName } from '../src/wire/faults.ts'
import { unverifiedLimits } from '../src/wire/unverified-limits.ts'
import { report, root } from './source-files.ts'

/** The text of each page, by its path from the root. */
export function generatePages(): Map<string, string> {
  return new Map([
    ['docs/configuration.md', configurationPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/compatibility.md', compatibilityPage()],
    ['docs/decisions/README.md', decisionsPage()],
  ])
}

/** The paths of the pages that are not what `read` finds there; it returns undefined for a page that is missing. */
export function findOutdatedPages(
  pages: ReadonlyMap<string, string>,
  read: (path: string) => string | undefined,
): string[] {
  return Array.from(pages.keys()).filter((path) => read(path) !== pages.get(path))
}

const notice = '<!-- Made by `npm run docs` from the code: do not edit. -->'

function page(title: string, paragraphs: readonly string[]): string {
  return `${[`# ${title}`, notice, ...paragraphs].join('\n\n')}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function configurationPage(): string {
  const rows = Object.values<Setting>(settings).map(({ flag, placeholder, variable, isSecret, defaultText, help }) => [
    flag === undefined ? '' : `\`--${flag}${placeholder === undefined ? '' : ` <${placeholder}>`}\``,
    isSecret ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``,
    defaultText,
    help,
  ])
  return page('Configuration', [
    'Every setting is a flag of `twinlock serve`, a variable of its environment, or both; a flag beats the variable. ' +
      'Secrets that a list of processes must not show have no flag. A variable that ends in `_FILE` names a file that ' +
      'holds the value.',
    table(['Flag', 'Variable', 'Default', 'What it is for'], rows),
    'A switch is on with its flag, or with the value `true` or `1`; `false` or `0` is off.',
    [
      '- `--test-mode` and `--ephemeral` keep everything in memory, so they refuse a data directory and a database.',
      '- `--database-url` requires `TWINLOCK_MASTER_KEY`, the same for every server on that database.',
      '- `TWINLOCK_ROOT_ACCESS_KEY_ID` and `TWINLOCK_ROOT_SECRET_ACCESS_KEY` are only accepted together.',
      '- A variable `TWINLOCK_…` that is not in the table is an error, except those with which Kubernetes describes a ' +
        'Service of that name.',
    ].join('\n'),
    'All problems are reported at once, and the command then ends with exit code 2.',
  ])
}

function errorsPage(): string {
  const rows = faultNames()
    .map((name) => new AwsFault(name, ''))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, status, type }) => [`\`${code}\``, String(status), type])
  return page('Errors', [
    'What clients of the IAM and STS API can read in `Code`, with the HTTP status. The codes are those of AWS: the ' +
      '[common ones](https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html), and those of the service ' +
      'models. `Sender` means that the request has to change, `Receiver` that the server failed.',
    table(['Code', 'Status', 'Type'], rows),
    'CloudTrail’s LookupEvents answers in JSON, with the code in `__type`. It has the common errors under the names that ' +
      'services of that protocol have for them (`AccessDeniedException`, `InvalidSignatureException`, ' +
      '`UnrecognizedClientException`, …), always with the status 400, and these of its own:',
    Object.keys(cloudTrailFaults)
      .map((name) => `- \`${name}\``)
      .join('\n'),
  ])
}

/** The modelled names come from the SDKs, as their type does; two classes are but bases of the others. */
function faultNames(): FaultName[] {
  const modelled = [...Object.keys(Iam), ...Object.keys(Sts)]
    .filter((name) => name.endsWith('Exception') && !/^(IAM|STS)Service/.test(name))
    .map((name) => name.slice(0, -'Exception'.length))
  return [...new Set([...Object.keys(commonFaults), ...modelled])] as FaultName[]
}

function compatibilityPage(): string {
  return page('Compatibility', [
    'Every action of the AWS SDKs for IAM and STS. One that is not implemented yet answers `NotImplemented` (501) to an ' +
      'authenticated request, before its input is looked at.',
    ...servicePart('IAM', iamRegistry),
    ...servicePart('STS', stsRegistry),
    '## Unverified limits',
    "The input limits of these members come from the SDK's documentation comments; all others were checked against " +
      "botocore's model.",
    unverifiedLimits.map((member) => `- ${member}`).join('\n'),
  ])
}

function servicePart(name: string, registry: Readonly<Record<string, object>>): string[] {
  const entries = Object.entries(registry)
  const isImplemented = (operation: object) => 'run' in operation
  const count = entries.filter(([, operation]) => isImplemented(operation)).length
  const rows = entries.map(([action, operation]) => [action, isImplemented(operation) ? 'yes' : 'no'])
  return [
    `## ${name}`,
    `${count} of ${entries.length} actions are implemented.`,
    table(['Action', 'Implemented'], rows),
  ]
}

function decisionsPage(): string {
  const files = globSync('[0-9]*.md', { cwd: join(root, 'docs/decisions') }).sort()
  const items = files.map((file) => {
    const [, title] = /^# (.+)/.exec(readFileSync(join(root, 'docs/decisions', file), 'utf8')) ?? []
    return `- [${title}](${file})`
  })
  return page('Decisions', [
    'What the next reader would ask about, and what was not chosen: one page each, in the order in which they were made.',
    items.join('\n'),
  ])
}

function readPage(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const pages = generatePages()
  const outdated = findOutdatedPages(pages, readPage)
  if (process.argv.includes('--check')) {
    report(outdated.map((path) => `${path} differs from the code: run npm run docs`))
  } else {
    for (const path of outdated) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), pages.get(path) ?? '')
    }
  }
}
