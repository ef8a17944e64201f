/** The options that an operation takes, with those that every command takes. */
import type { Member, OperationModel } from '../../wire/model.ts'
import type { CommandOption } from './command-option.ts'
import { orderParameters } from './member-order.ts'
import { toCommandName } from './names.ts'
import { paginationOf } from './pagination.ts'

const one = (name: string, help: string, more: Partial<CommandOption> = {}): CommandOption => ({
  ...{ name, takes: 'one', sets: name, help },
  ...more,
})
const flag = (name: string, help: string, sets = name, constant = true): CommandOption => ({
  ...{ name, takes: 'nothing', sets, constant, help },
})

export const bootstrapMethods = ['QRCodePNG', 'Base32StringSeed'] as const

/** With the AWS CLI these are for all its commands; the last two are ours. */
export const globalOptions: readonly CommandOption[] = [
  flag('debug', 'say where an error comes from'),
  one('endpoint-url', 'the server; else AWS_ENDPOINT_URL, the profile, http://localhost:6320'),
  flag('no-verify-ssl', 'believe any certificate', 'verify-ssl', false),
  flag('no-paginate', 'ask for one page only', 'paginate', false),
  one('output', 'how the answer is printed; the last two are not built', {
    choices: ['json', 'text', 'table', 'yaml', 'yaml-stream'],
  }),
  one('query', 'JMESPath expression that picks from the answer'),
  one('profile', 'profile of the AWS configuration'),
  one('region', 'region to sign for; us-east-1 when none is configured'),
  flag('version', 'print the version'),
  one('color', 'colours in a table', { choices: ['on', 'off', 'auto'] }),
  flag('no-sign-request', 'send the request without a signature', 'sign-request', false),
  one('ca-bundle', 'file with the certificates of authorities to believe'),
  one('cli-read-timeout', 'seconds to wait for an answer; 0 for ever', { isInteger: true }),
  one('cli-connect-timeout', 'seconds to wait for a connection; 0 for ever', { isInteger: true }),
  one('cli-binary-format', 'accepted and without effect: no parameter is binary', {
    choices: ['base64', 'raw-in-base64-out'],
  }),
  flag('no-cli-pager', 'accepted: there is never a pager'),
  flag('cli-auto-prompt', 'accepted and without effect'),
  flag('no-cli-auto-prompt', 'accepted: nothing is prompted for'),
  flag('aws', 'talk to AWS, whatever endpoint is configured'),
  flag('help', 'print what the command takes'),
]

/** In the order in which the AWS CLI names those that are missing. */
export function optionsOf(operation: OperationModel): readonly CommandOption[] {
  const options = new Map<string, CommandOption>()
  const add = (option: CommandOption) => options.set(option.name, option)
  for (const member of orderParameters(operation.action, operation.input)) {
    for (const option of optionsFor(member)) add(option)
  }
  if (operation.action === 'CreateVirtualMFADevice') {
    add(one('outfile', 'file for the QR code or the seed', { isRequired: true }))
    add(one('bootstrap-method', 'what is written to it', { isRequired: true, choices: bootstrapMethods }))
  } else {
    add(one('cli-input-json', 'JSON text, or file://…, with the parameters; options win over it'))
    add({
      ...one('generate-cli-skeleton', 'print what --cli-input-json takes, or what an answer has; nothing is sent'),
      ...{ takes: 'one or nothing', constant: 'input', choices: ['input', 'output'] },
    })
  }
  if (paginationOf(operation)) {
    add(one('starting-token', 'where to go on: the NextToken of an earlier answer'))
    add(one('page-size', 'items to ask for in one request', { isInteger: true }))
    // Takes the place of the parameter, which it becomes again without pagination.
    add({ ...options.get('max-items'), ...one('max-items', 'items to print at most', { isInteger: true }) })
  }
  return Array.from(options.values())
}

function optionsFor(member: Member): readonly CommandOption[] {
  const name = toCommandName(member.name)
  if (member.shape.kind === 'boolean') {
    return [
      { name, takes: 'nothing', sets: name, constant: true, member },
      { name: `no-${name}`, takes: 'nothing', sets: name, constant: false, member },
    ]
  }
  const takes = member.shape.kind === 'list' ? 'many' : 'one'
  return [{ name, takes, sets: name, isRequired: member.isRequired, member }]
}
