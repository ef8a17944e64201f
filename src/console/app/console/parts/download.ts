/** Hands the person a file that the page has made. */
export function download(fileName: string, content: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The browser begins to read it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
