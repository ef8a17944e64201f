/** The AWS configuration that a command runs with: variables and the chosen profile of ~/.aws/config, as the AWS CLI reads them. */
import { loadSharedConfigFiles } from '@smithy/core/config'
import type { Environment } from '../../config.ts'
import type { ServiceName } from '../../wire/model.ts'
import { failure } from './command-error.ts'

export interface Profile {
  readonly name: string
  /** Whether this command names it. One that a variable names was set for other commands, perhaps long ago. */
  readonly isChosen: boolean
  /** Of both files; `region`, `output`, `role_arn` and so on. */
  readonly settings: Readonly<Record<string, string | undefined>>
  /** What its `services` section says of the service's endpoint. */
  endpointOf(service: EndpointName): string | undefined
}

/** What an endpoint can be configured for. */
export type EndpointName = ServiceName | 'signin'

/** @throws CommandError when the chosen profile does not exist, unless it `isNew` and may. */
export async function loadProfile(
  option: string | undefined,
  variables: Environment,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<Profile> {
  const chosen = option ?? (variables['AWS_DEFAULT_PROFILE'] || variables['AWS_PROFILE'] || undefined)
  const name = chosen ?? 'default'
  const configFilepath = variables['AWS_CONFIG_FILE']
  const filepath = variables['AWS_SHARED_CREDENTIALS_FILE']
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(configFilepath !== undefined && { configFilepath }),
    ...(filepath !== undefined && { filepath }),
    ignoreCache: true,
  })
  if (!isNew && chosen !== undefined && !configFile[name] && !credentialsFile[name]) {
    throw failure(`The config profile (${name}) could not be found`)
  }
  const settings = { ...configFile[name], ...credentialsFile[name] }
  const services = settings['services'] === undefined ? undefined : configFile[`services.${settings['services']}`]
  return {
    name,
    isChosen: option !== undefined,
    settings,
    endpointOf: (service) => services?.[`${service}.endpoint_url`],
  }
}
