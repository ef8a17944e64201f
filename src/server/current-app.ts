import type { App } from './app.ts'

/** After its last request. */
export async function closeApp({ auditLog, storage }: App): Promise<void> {
  await auditLog.close()
  await storage.close()
}

/** Which App requests work on. Test mode replaces it; a request keeps the one that it began with. */
export class CurrentApp {
  #current: { readonly app: App; running: number }

  constructor(app: App) {
    this.#current = { app, running: 0 }
  }

  get app(): App {
    return this.#current.app
  }

  async use<T>(work: (app: App) => Promise<T>): Promise<T> {
    const used = this.#current
    used.running += 1
    try {
      return await work(used.app)
    } finally {
      used.running -= 1
      if (used !== this.#current && used.running === 0) await closeApp(used.app)
    }
  }

  /** The storage of the old App is closed when its last request ends. */
  async replace(app: App): Promise<void> {
    const used = this.#current
    this.#current = { app, running: 0 }
    if (used.running === 0) await closeApp(used.app)
  }
}
