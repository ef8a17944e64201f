import AppLayout from '@cloudscape-design/components/app-layout-toolbar'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import ErrorBoundary from '@cloudscape-design/components/error-boundary'
import Flashbar from '@cloudscape-design/components/flashbar'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { Suspense, useEffect, useRef } from 'react'
import { type Session, SessionContext } from './api/session.ts'
import { dismiss, dismissAll, useMessages } from './layout/messages.ts'
import { MfaNotice } from './layout/mfa-notice.tsx'
import { SessionWarning } from './layout/session-warning.tsx'
import { SideBar } from './layout/side-bar.tsx'
import { TopBar } from './layout/top-bar.tsx'
import { addressOf, followInside, usePlace } from './location.ts'
import { NotFound } from './parts/not-found.tsx'
import { findRoute, routes } from './routes.ts'

export function Console({ session }: { readonly session: Session }) {
  return (
    <SessionContext value={session}>
      <I18nProvider locale="en" messages={[messages]}>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        <div id="top">
          <TopBar />
        </div>
        <Layout />
        <SessionWarning />
      </I18nProvider>
    </SessionContext>
  )
}

function Layout() {
  const { path, address, query } = usePlace()
  const route = findRoute(path)
  const content = useFocusOnChange(address)
  const title = query.get('name') ?? route?.title ?? 'Not found'
  useEffect(() => {
    document.title = `${title} · Twinlock`
  }, [title])
  const Page = route?.Page ?? NotFound
  return (
    <AppLayout
      headerSelector="#top"
      toolsHide
      stickyNotifications
      navigation={<SideBar />}
      breadcrumbs={<Breadcrumbs title={title} parent={route?.parent} />}
      notifications={<Messages />}
      ariaLabels={{
        navigation: 'Pages of the console',
        navigationToggle: 'Open the navigation',
        navigationClose: 'Close the navigation',
        notifications: 'Messages',
      }}
      content={
        <div id="content" className="content" ref={content} tabIndex={-1}>
          <SpaceBetween size="l">
            <MfaNotice key={address} />
            <ErrorBoundary key={address} onError={() => undefined}>
              <Suspense fallback={<Spinner size="large" />}>
                <Page key={address} />
              </Suspense>
            </ErrorBoundary>
          </SpaceBetween>
        </div>
      }
    />
  )
}

/** A page that opens within the console is not announced by the browser: the focus goes there, and old messages go. */
function useFocusOnChange(address: string) {
  const content = useRef<HTMLDivElement>(null)
  const last = useRef(address)
  useEffect(() => {
    if (last.current === address) return
    last.current = address
    dismissAll()
    content.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [address])
  return content
}

function Breadcrumbs({ title, parent }: { readonly title: string; readonly parent: string | undefined }) {
  const above = parent === undefined ? undefined : routes.find((route) => route.path === parent)
  return (
    <BreadcrumbGroup
      ariaLabel="Where you are"
      onFollow={followInside}
      items={[
        { text: 'Twinlock', href: addressOf('') },
        ...(above ? [{ text: above.title, href: addressOf(above.path) }] : []),
        { text: title, href: location.pathname + location.search },
      ]}
    />
  )
}

function Messages() {
  const items = useMessages().map(({ id, type, text }) => ({
    id,
    type,
    content: text,
    dismissible: true,
    dismissLabel: 'Dismiss',
    onDismiss: () => dismiss(id),
  }))
  return <Flashbar items={items} />
}
