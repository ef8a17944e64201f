/** Builds the pages that browsers show: `signin.html`, `console.html` and what they load, under `dist/pages`. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const app = join(import.meta.dirname, 'src', 'console', 'app')

export default defineConfig({
  root: app,
  // The server has the files of `dist/pages/assets` at /console/assets/.
  base: '/console/',
  publicDir: false,
  plugins: [react(), fontFiles()],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'pages'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    // The policy of the pages lets nothing inline run, and fonts come from files only.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: { signin: join(app, 'signin.html'), console: join(app, 'console.html') } },
  },
})

/** Cloudscape writes its fonts into its style sheet, where every page would load all of them and the page's policy none. */
function fontFiles(): Plugin {
  return {
    name: 'font-files',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /global-styles\/index\.css$/ },
      handler(code) {
        return code.replace(
          /url\(["']?data:[\w/-]*;(?:charset=[\w-]+;)?base64,([\w+/=]+)["']?\)/g,
          (_, base64: string) => {
            const source = Buffer.from(base64, 'base64')
            const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
            const fileName = `assets/open-sans-${hash}.woff2`
            this.emitFile({ type: 'asset', fileName, source })
            return `url(/console/${fileName})`
          },
        )
      },
    },
  }
}
