import Header from '@cloudscape-design/components/header'

export function MySecurityPage() {
  return <Header variant="h1">My security</Header>
}
