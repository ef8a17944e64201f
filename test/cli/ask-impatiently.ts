/** Asks for a code, and does not wait for it. */
import { openPrompt } from '../../src/cli/aws/mfa-prompt.ts'
import { askForSession } from '../../src/cli/session/question.ts'

const prompt = openPrompt()
const giver = { serialNumber: 'phone', give: () => Promise.reject(new Error('Nobody typed anything')) }
await askForSession(giver, prompt, 1).catch(({ message }: Error) => prompt.tell(message))
prompt.close()
