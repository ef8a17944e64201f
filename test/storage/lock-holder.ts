/** A process to be killed: takes the data directory named by its argument, says so, and keeps it. */
import { openDataDirectory } from '../../src/storage/data-directory.ts'

const [, , path = ''] = process.argv
openDataDirectory(path)
// Nobody refers to the directory any more, which must not free it.
globalThis.gc?.()
console.log('taken')
setInterval(() => {}, 60_000)
