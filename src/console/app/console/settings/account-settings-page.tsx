import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { AccountName } from './account-name.tsx'
import { CommandLine } from './command-line.tsx'
import { PasswordPolicy } from './password-policy.tsx'
import { Usage } from './usage.tsx'

/** What holds for the account as a whole. */
export function AccountSettingsPage() {
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="The account’s name, what it demands of passwords, and how to reach this server."
      >
        Account settings
      </Header>
      <AccountName />
      <PasswordPolicy />
      <CommandLine />
      <Usage />
    </SpaceBetween>
  )
}
