/** The event history with AWS's own clients, which know nothing of Twinlock. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeEachDatabase } from '../databases.ts'
import { awsCommands, hasBoto3, startShell } from './clients.ts'

if (!hasBoto3) {
  it('the event history with boto3', (context) => context.skip('boto3 is not installed'))
} else {
  describeEachDatabase('the event history with boto3', (create) => {
    it('is looked up', { timeout: 60_000 }, async () => {
      const shell = await startShell(await create())
      await shell.run('python3', [join(import.meta.dirname, 'lookup_events.py')])
    })
  })
}

if (awsCommands.length === 0) {
  it('the event history with the AWS CLI', (context) => context.skip('aws is not installed'))
}

for (const [version, command] of awsCommands) {
  describeEachDatabase(`the event history with ${version}`, (create) => {
    it('is looked up', { timeout: 60_000 }, async () => {
      const shell = await startShell(await create())
      const aws = (...args: string[]) =>
        shell.run(command, ['--endpoint-url', shell.endpoint, '--output', 'json', ...args])
      await aws('iam', 'create-user', '--user-name', 'ada')
      await expect(aws('iam', 'create-user', '--user-name', 'ada')).rejects.toThrow('EntityAlreadyExists')
      const attribute = 'AttributeKey=EventName,AttributeValue=CreateUser'
      const answer = await aws('cloudtrail', 'lookup-events', '--lookup-attributes', attribute)
      const { Events } = JSON.parse(answer) as { Events: { CloudTrailEvent: string }[] }
      const records = Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent))
      expect(records).toMatchObject([
        { errorCode: 'EntityAlreadyExistsException', requestParameters: { userName: 'ada' } },
        { responseElements: { user: { userName: 'ada', arn: 'arn:aws:iam::123456789012:user/ada' } } },
      ])
    })
  })
}
