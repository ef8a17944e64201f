import { problemOf } from '../../browser/request.ts'
import { signOut } from '../api/administration.ts'
import { tell } from './messages.ts'

/** Ends the session, then goes to that address. */
export async function leave(address: string): Promise<void> {
  try {
    await signOut()
    location.assign(address)
  } catch (error) {
    tell(`You are still signed in. ${problemOf(error).message}`, 'error')
  }
}
