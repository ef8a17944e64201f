import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { InnerLink } from './inner-link.tsx'

export function NotFound() {
  return (
    <SpaceBetween size="m">
      <Header variant="h1">There is no such page</Header>
      <Box>
        The address may be misspelt. Begin from <InnerLink to="">My security</InnerLink>.
      </Box>
    </SpaceBetween>
  )
}
