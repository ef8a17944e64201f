import { expect, it } from 'vitest'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import { services } from '../../src/wire/model.ts'
import { parseXml } from '../parse-xml.ts'
import { faultOfSigned, iamAction, post, send, sign, stsAction } from '../raw-request.ts'
import { createUser, describeTwinlock, startSession } from '../twinlock.ts'

const pending = [
  ...Object.entries(iamRegistry).map(([action, entry]) => ({ service: 'iam', action, isPending: !('run' in entry) })),
  ...Object.entries(stsRegistry).map(([action, entry]) => ({ service: 'sts', action, isPending: !('run' in entry) })),
]

describeTwinlock('NotImplemented', (server) => {
  const request = (service: string, action: string, rest: Record<string, string> = {}) =>
    post(service === 'iam' ? iamAction(action, rest) : stsAction(action, rest))

  it('answers every operation that is not built, whatever its input, to whoever it is', async () => {
    const user = await createUser(server)
    const unbuilt = pending.filter(({ isPending }) => isPending)
    expect(unbuilt.length).toBeGreaterThan(0)
    for (const { service, action } of unbuilt) {
      const expected = ['NotImplemented', 501, `${action} is not implemented yet.`]
      const nonsense = request(service, action, { MaxItems: 'x', UserName: '\0', RoleName: ' ', DurationSeconds: '-' })
      expect(await faultOfSigned(server, request(service, action), { service })).toEqual(expected)
      expect(await faultOfSigned(server, nonsense, { service })).toEqual(expected)
      const { credentials } = user
      expect(await faultOfSigned(server, nonsense, { service, credentials })).toEqual(expected)
    }
  })

  it('answers no other operation', async () => {
    const built = pending.filter(({ isPending }) => !isPending)
    expect(built.length).toBeGreaterThan(20)
    for (const { service, action } of built) {
      const response = await send(server, sign(server, request(service, action), { service }))
      expect(response.status).toBeLessThan(500)
    }
  })

  it('is nothing that strangers and unfit sessions hear', async () => {
    const { credentials } = await startSession(server, await createUser(server))
    for (const { service, action } of pending) {
      expect((await send(server, request(service, action))).status).toBe(403)
      if (service === 'sts' && ['AssumeRole', 'GetCallerIdentity'].includes(action)) continue
      const [code, status] = await faultOfSigned(server, request(service, action), { service, credentials })
      expect([code, status]).toEqual([service === 'iam' ? 'InvalidClientTokenId' : 'AccessDenied', 403])
    }
  })

  it('is the server’s fault, in the namespace of the service', async () => {
    const unbuilt = pending.find(({ isPending, service }) => isPending && service === 'iam')
    const { body } = await send(server, sign(server, request('iam', unbuilt?.action ?? '')))
    const root = parseXml(body)
    expect(root.attributes).toEqual({ xmlns: services.iam.xmlNamespace })
    expect(root.child('Error').child('Type').text).toBe('Receiver')
  })
})
