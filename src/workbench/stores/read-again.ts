/**
 * Calls of the result run `read`, never twice at once: calls that come while it runs make it run once more. Each settles
 * when what it asked for has been read.
 */
export function readAgain(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    while (again) {
      again = false;
      await read();
    }
    running = undefined;
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
