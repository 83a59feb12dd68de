/** Told by the machine when it can be asked, under the name {@link READY}. */
export interface MachineReady {
  readonly nodeVersion: string;
  /** Absolute path of the engine's file tree. */
  readonly folder: string;
}

export const READY = "ready";

/** Names of the engine's own files in the container, below its working folder. */
export const MACHINE_FOLDER = ".keepsake";
export const MACHINE_SCRIPT = "machine.mjs";
export const PRELOAD_SCRIPT = "preload.mjs";
/** So named that the packages find each other in it. */
export const PACKAGES_FOLDER = "node_modules";
