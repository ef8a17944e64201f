/** Lists come in pages, and each says where the next one begins. */

export interface Page {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

/** For all pages but the first with what leads there. */
export type ReadPage<P extends Page> = (page: { Marker?: string }) => Promise<P>

export async function listAll<P extends Page, T>(
  read: ReadPage<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const found: T[] = []
  let Marker: string | undefined
  do {
    const page = await read(Marker === undefined ? {} : { Marker })
    found.push(...(itemsOf(page) ?? []))
    Marker = page.IsTruncated ? page.Marker : undefined
  } while (Marker !== undefined)
  return found
}
