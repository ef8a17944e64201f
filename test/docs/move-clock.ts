/** `sleep` of the docs' shell blocks: the server's clock goes on by so many seconds. */
const body = JSON.stringify({ advance: Number(process.argv[2]) })
const answer = await fetch(`${process.env['TEST_SERVER']}/_twinlock/clock`, { method: 'POST', body })
if (!answer.ok) throw new Error(await answer.text())
