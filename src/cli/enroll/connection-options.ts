import type { ConnectOptions } from '../aws/call.ts'

/** The options that lead a command to the same server with the same credentials, to be typed behind it. */
export function connectionOptions({ aws, endpointUrl, profile, region }: ConnectOptions): string {
  const given = { 'endpoint-url': endpointUrl, profile, region }
  const options = Object.entries(given).map(([name, value]) =>
    value === undefined
      ? ''
      : ` --${name} ${/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`,
  )
  return `${aws ? ' --aws' : ''}${options.join('')}`
}
