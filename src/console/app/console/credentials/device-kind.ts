export type DeviceKind = 'Authenticator app' | 'Passkey' | 'Hardware token'

/** The serial number tells: an ARN under `mfa/` or `u2f/`, or what is printed on the back. */
export function deviceKind(serialNumber: string): DeviceKind {
  if (serialNumber.includes(':u2f/')) return 'Passkey'
  return serialNumber.includes(':mfa/') ? 'Authenticator app' : 'Hardware token'
}

/** What its owner called it. */
export function deviceName(serialNumber: string): string {
  const name = serialNumber.slice(serialNumber.lastIndexOf('/') + 1)
  return deviceKind(serialNumber) === 'Passkey' ? name.replace(/-[A-Z0-9]{26}$/, '') : name
}
