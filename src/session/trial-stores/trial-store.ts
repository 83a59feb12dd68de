import type { RecordCodec } from "../record-codec.ts";
import type { Store } from "../store.ts";
import type { StoreOnTrial } from "../stores/contract.ts";

/**
 * What a file of this folder exports: `redis.ts` the backend that specs beginning with `redis:` name. Checks,
 * races, the model and the faults then run on it; see `src/session/proof`.
 */
export interface TrialStoreModule {
  /** Starts the real server, once for a test file. Rejects, saying what is missing, where it cannot. */
  start(): Promise<TrialBackend>;
  /**
   * The store on the records that the part of a spec after the first colon names. It is called in other
   * processes than `start`, so all that it needs stands in `at`. Absent: not shared between processes.
   * `timeoutMs`: how long its driver waits for the server.
   */
  storeAt?(at: string, options?: { readonly timeoutMs?: number }): Store | Promise<Store>;
  /** There is a server behind a port, which may fail. Its specs name the port as `:PORT`, once. */
  readonly isRemote?: true;
}

/** A backend whose server runs. */
export interface TrialBackend {
  /** A store without records, and no others open at that time see its records. */
  open: OpenTrial;
  /** Ends the server and removes its files, also when tests failed. */
  stop(): Promise<void>;
  /** Where the server listens on 127.0.0.1, for faults between it and us. Absent: no server. */
  readonly port?: number;
}

export interface TrialOptions {
  /** Default: plain JSON. A backend that keeps records otherwise leaves it out of account. */
  readonly codec?: RecordCodec;
  /** The clock of the records' deadlines, for stores that ask for it. Default: Date.now. */
  readonly nowMs?: () => number;
}

/** A busy machine is no fault of the store: trials that are not about faults wait this long for its server. */
export const PATIENT_MS = 30_000;

/** How suites come by their stores. */
export type OpenTrial = (options?: TrialOptions) => Promise<StoreOnTrial>;

/** The store that `spec` names, in this process: "file:/tmp/x" asks `file.ts` for "/tmp/x". */
export async function storeOfSpec(
  spec: string,
  options: { readonly timeoutMs?: number } = {},
): Promise<Store> {
  const colon = spec.indexOf(":");
  const name = spec.slice(0, colon);
  if (!/^[a-z-]+$/.test(name))
    throw new Error(`A store's spec is NAME:PLACE; this is ${JSON.stringify(spec)}.`);
  const { storeAt } = (await import(`./${name}.ts`)) as TrialStoreModule;
  if (storeAt === undefined) throw new Error(`The ${name} store is not shared between processes.`);
  return storeAt(spec.slice(colon + 1), options);
}
