/** Commands that are typed again and again start in half the time when Node keeps what it compiled. */
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { environment } from '../config.ts'

/**
 * For the modules that are loaded from now on. In the user's own directory, never in Node's default: in a shared /tmp
 * somebody else could leave code there. Where it cannot be written, nothing is kept.
 */
export function keepCompiledModules(): void {
  enableCompileCache(join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'twinlock'))
}
