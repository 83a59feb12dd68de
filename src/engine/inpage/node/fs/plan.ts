import type { Kernel, VolumeChange } from "../../kernel.ts";
import { asFileError, type FileContext } from "./file-errors.ts";

/**
 * What a verb of `fs` will do: changes of the volume, in order, and what it then returns. Each verb is
 * written once as a plan; the synchronous, promised and callback faces run it in their own way.
 */
export interface Plan<T> {
  readonly changes: readonly VolumeChange[];
  readonly context: FileContext;
  readonly result: () => T;
}

export function plan<T>(context: FileContext, changes: readonly VolumeChange[], result: () => T): Plan<T> {
  return { context, changes, result };
}

/** Changes the replica now; other processes see it a little later. */
export function runNow<T>(kernel: Pick<Kernel, "volume">, { changes, context, result }: Plan<T>): T {
  try {
    for (const change of changes) kernel.volume.apply(change);
    return result();
  } catch (error) {
    throw asFileError(error, context);
  }
}

/** The authority decides each change first: atomic between processes. */
export async function runLater<T>(kernel: Kernel, { changes, context, result }: Plan<T>): Promise<T> {
  const release = kernel.hold();
  try {
    for (const change of changes) await kernel.volume.commit(change);
    return result();
  } catch (error) {
    throw asFileError(error, context);
  } finally {
    release();
  }
}
