/** Where the dev server has its machines, and what the two sides of a connection agree on. */

export const MACHINE_PATH = "/@keepsake/machine";
/** Answers a page of the dev server's own with a {@link MachineAddress}. */
export const ADDRESS_PATH = "/@keepsake/machine.json";

/** The WebSocket subprotocol; the second one that a page offers is {@link TOKEN_PREFIX} with the token. */
export const PROTOCOL = "keepsake.local.1";
export const TOKEN_PREFIX = "token.";

/** What learners find the folder of an exercise by, in the repository. */
export const folderName = (exercise: string): string => `work/${exercise}`;

export interface MachineAddress {
  readonly token: string;
  /** "v24.21.0" */
  readonly nodeVersion: string;
}

/** Told by the machine under the name {@link READY} when it can be asked. */
export interface MachineReady {
  readonly nodeVersion: string;
}

export const READY = "ready";
/** Of a body or of output, in one message. */
export const STREAM_CHUNK_BYTES = 64 * 1024;
