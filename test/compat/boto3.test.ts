/** The walkthrough with boto3, on both databases. The script is what a Python program would do; it fails by assertion. */
import { join } from 'node:path'
import { it } from 'vitest'
import { describeEachDatabase } from '../databases.ts'
import { hasBoto3, startShell } from './clients.ts'

if (!hasBoto3) {
  it('the walkthrough with boto3', (context) => context.skip('boto3 is not installed'))
} else {
  describeEachDatabase('the walkthrough with boto3', (create) => {
    it('ends with a session that has MFA', { timeout: 60_000 }, async () => {
      const shell = await startShell(await create())
      await shell.run('python3', [join(import.meta.dirname, 'walkthrough.py')])
    })
  })
}
