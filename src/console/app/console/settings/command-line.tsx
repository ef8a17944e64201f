import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Snippet } from './snippet.tsx'

/** How the AWS CLI and the SDKs reach this server. They ask for a region, of which the server takes any. */
export function CommandLine() {
  const endpoint = location.origin
  const profile = `[profile twinlock]\nregion = us-east-1\nendpoint_url = ${endpoint}\n`
  return (
    <Container
      header={
        <Header variant="h2" description="IAM and STS are here; any AWS CLI and SDK reaches them by the endpoint.">
          From the command line
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          items={[
            {
              label: 'Endpoint',
              value: (
                <CopyToClipboard
                  variant="inline"
                  textToCopy={endpoint}
                  copyButtonAriaLabel="Copy endpoint"
                  copySuccessText="Endpoint copied"
                  copyErrorText="The browser did not let the page copy it"
                />
              ),
            },
          ]}
        />
        <SpaceBetween size="s">
          <Box variant="h3" padding="n">
            Sign in without an access key
          </Box>
          <Box>
            Add a profile to <Box variant="code">~/.aws/config</Box>. The endpoint has to be in the profile: the AWS CLI
            forgets one that was given to <Box variant="code">aws login</Box> as an option, and would then refresh the
            credentials at AWS.
          </Box>
          <Snippet label="profile" text={profile} />
          <Box>
            Then sign in in the browser, with MFA if you have a device. It takes the AWS CLI 2.32 or newer;{' '}
            <Box variant="code">twinlock login --profile twinlock --endpoint-url {endpoint}</Box> does the same without
            it.
          </Box>
          <Snippet
            label="login commands"
            text={'aws login --profile twinlock\naws sts get-caller-identity --profile twinlock\n'}
          />
        </SpaceBetween>
        <SpaceBetween size="s">
          <Box variant="h3" padding="n">
            With an access key
          </Box>
          <Box>For programs that run by themselves. The SDKs read the same variables.</Box>
          <Snippet
            label="variables"
            text={`export AWS_ENDPOINT_URL=${endpoint} AWS_DEFAULT_REGION=us-east-1\nexport AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…\n`}
          />
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  )
}
