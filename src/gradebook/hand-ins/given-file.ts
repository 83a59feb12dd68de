import { type ByteSource, memorySource } from "../zip/byte-source.ts";

/** A file as it was received: a hand-in, the zip file of an LMS, or something that is neither. */
export interface GivenFile {
  /** For messages: where it was found, in words of whoever gives it. */
  readonly where: string;
  /** Its name, with the folders below what was given and `/` between them: an LMS says with it who handed it in. */
  readonly path: string;
  /** What was given as one: files of one batch were downloaded together. */
  readonly batch: string;
  /** When it was received, or last changed; absent when nobody knows. */
  readonly atMs?: number;
  readonly sizeBytes: number;
  /**
   * Lends the bytes until `use` has settled. May be called again, also while they are lent. Rejects with a NotReadable when
   * they cannot be read, and with whatever `use` rejects with.
   */
  lend<Result>(use: (source: ByteSource) => Promise<Result>): Promise<Result>;
}

export interface ReceivedBytes {
  /** The file's name. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** By the clock of whoever received it, never of whoever sent it; absent when that is not known. */
  readonly receivedAtMs?: number;
}

/** A file that is in the memory, such as one that was uploaded. */
export function givenBytes({ name, bytes, receivedAtMs }: ReceivedBytes): GivenFile {
  const source = memorySource(bytes);
  return {
    ...{ where: name, path: name, batch: name, sizeBytes: bytes.byteLength },
    ...(receivedAtMs === undefined ? {} : { atMs: receivedAtMs }),
    lend: (use) => use(source),
  };
}
