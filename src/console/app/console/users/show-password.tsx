import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'

interface ShowPasswordProps {
  readonly userName: string
  readonly password: string
  readonly onClose: () => void
}

export function ShowPassword({ userName, password, onClose }: ShowPasswordProps) {
  return (
    <Modal
      visible
      header={`The password of ${userName}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">It is shown now and never again. Hand it over before you go on.</Alert>
        <KeyValuePairs
          items={[
            { label: 'Sign-in page', value: `${location.origin}/signin` },
            { label: 'User name', value: userName },
            {
              label: 'Password',
              value: (
                <CopyToClipboard
                  variant="inline"
                  textToCopy={password}
                  textToDisplay={password}
                  copyButtonAriaLabel="Copy password"
                  copySuccessText="Password copied"
                  copyErrorText="The browser did not let the page copy it"
                />
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Modal>
  )
}
