/**
 * The declarations that learners' programs are checked against, as one compressed file: absolute path to text. TypeScript's
 * own lie in `/lib`, packages in `/node_modules`.
 */
export type LibraryFiles = ReadonlyMap<string, string>;

/** `manifest.json` beside the packed file. */
export interface LibraryManifest {
  /** The packed file's name, which changes with its content. */
  readonly library: string;
  /** What it was made of, as one digest: equal, and it need not be made again. */
  readonly madeOf: string;
}

/** Where the site serves both. */
export const TYPES_FOLDER = "/types/";

export async function packLibrary(files: LibraryFiles): Promise<Uint8Array<ArrayBuffer>> {
  const text = JSON.stringify(Object.fromEntries(files));
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Rejects when these bytes are no packed library. */
export async function unpackLibrary(packed: Blob): Promise<LibraryFiles> {
  const text = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).text();
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}
