/** So many at a time: AWS throttles whoever asks for more, and one after the other takes minutes for a hundred. */
const workers = 4

/**
 * Does the work for each item. After the first failure nothing new is begun; what is under way comes to its end.
 * @throws the first failure
 */
export async function workThrough<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const left = [...items]
  const failures: unknown[] = []
  const run = async () => {
    while (left.length > 0 && failures.length === 0 && !signal?.aborted) {
      const item = left.shift() as T
      try {
        await work(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: workers }, run))
  if (failures.length > 0) throw failures[0]
}
