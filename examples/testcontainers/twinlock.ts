/** Twinlock in a container, for tests with Testcontainers. The image is that of the Dockerfile: `docker build --tag twinlock .` */
import { GenericContainer, Wait } from 'testcontainers'

const port = 6320
const credentials = { accessKeyId: 'AKIATWINLOCKROOTUSER', secretAccessKey: 'only-for-these-tests' }

export async function startTwinlock() {
  const container = await new GenericContainer('twinlock')
    .withCommand(['serve', '--test-mode'])
    .withEnvironment({
      TWINLOCK_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    })
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forHttp('/_twinlock/health', port))
    .start()
  const endpoint = `http://${container.getHost()}:${container.getMappedPort(port)}`
  return {
    endpoint,
    /** For any client of the SDK: `new IAM(twinlock.clientOptions)`. */
    clientOptions: { endpoint, region: 'us-east-1', credentials },
    /** What the device shows now. */
    async code(serialNumber: string): Promise<string> {
      const answer = await fetch(`${endpoint}/_twinlock/devices/${serialNumber}/code`)
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()).code
    },
    reset: () => fetch(`${endpoint}/_twinlock/reset`, { method: 'POST' }),
    stop: () => container.stop(),
  }
}
