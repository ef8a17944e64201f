import Link, { type LinkProps } from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import { addressOf, followInside } from '../location.ts'

interface InnerLinkProps {
  readonly to: string
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly children: ReactNode
  readonly variant?: LinkProps.Variant
}

/** A link to another page of the console. */
export function InnerLink({ to, query = {}, children, variant = 'secondary' }: InnerLinkProps) {
  return (
    <Link href={addressOf(to, query)} onFollow={followInside} variant={variant}>
      {children}
    </Link>
  )
}
