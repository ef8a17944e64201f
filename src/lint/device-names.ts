/** `mfa/${aws:username}` was how AWS's own examples named devices, until users could name them and have several. */
import { type Finding, ownUser, type Place, pages, placeOf } from './finding.ts'

export function lintDeviceNames(at: Place): Finding[] {
  const { Resource = [], NotResource = [] } = at.compiled.statement
  const named = [...Resource, ...NotResource].find((resource) => /:mfa\/(.*\/)?\$\{aws:username\}$/i.test(resource))
  if (named === undefined) return []
  return [
    {
      severity: 'warning',
      rule: 'device-named-for-user',
      ...placeOf(at),
      problem: `${named} is the device that is named as its user. Users name their devices freely and have up to eight: with any other name, and for every further device, this does not match.`,
      fix: `Write arn:aws:iam::*:mfa/* for the device; EnableMFADevice, ResyncMFADevice and DeactivateMFADevice are held to the own user by ${ownUser}.`,
      page: pages.virtualDevices,
    },
  ]
}
