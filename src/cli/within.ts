/** Real time: a lesson that hangs must not hang the checker. Rejects with `message` when it takes longer. */
export async function within<T>(limitMs: number, promise: Promise<T>, message: () => string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(message())), limitMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
