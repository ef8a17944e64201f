import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation'
import { useEffect, useState } from 'react'
import { chooseTheme, followTheme, type Theme } from '../../browser/theme.ts'
import wordmark from '../../wordmark.svg'
import { useSession } from '../api/session.ts'
import { addressOf, navigate } from '../location.ts'
import { leave } from './leave.ts'

export function TopBar() {
  const { principal, accountId, accountAlias } = useSession()
  const [theme, setTheme] = useState<Theme>('light')
  useEffect(() => followTheme(setTheme), [])
  const name = principal.userName ?? 'Root user'
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'button',
      text: theme === 'dark' ? 'Light mode' : 'Dark mode',
      onClick: () => chooseTheme(theme === 'dark' ? 'light' : 'dark'),
    },
    {
      type: 'menu-dropdown',
      text: name,
      iconName: 'user-profile',
      description: accountAlias === null ? accountId : `${accountAlias} (${accountId})`,
      items: [
        { id: 'security', text: 'My security' },
        { id: 'sign-out', text: 'Sign out' },
      ],
      onItemClick: ({ detail }) => {
        if (detail.id === 'security') navigate(addressOf(''))
        else void leave('/signin')
      },
    },
  ]
  return (
    <TopNavigation
      identity={{
        href: addressOf(''),
        logo: { src: wordmark, alt: 'Twinlock' },
        onFollow: (event) => {
          event.preventDefault()
          navigate(addressOf(''))
        },
      }}
      utilities={utilities}
      i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
    />
  )
}
