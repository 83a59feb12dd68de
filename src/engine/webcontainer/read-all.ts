/** Hands on what a stream gives, to its end. Rejects when it breaks. */
export async function readAll<Value>(
  stream: ReadableStream<Value>,
  take: (value: Value) => void,
): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}
