/** A file of the built site. */
export interface SiteFile {
  /** As it is asked for: "/lessons/a/", "/theme.js". */
  readonly path: string;
  /** SHA-256 of its content, in base64: what `integrity` wants. */
  readonly hash: string;
  readonly bytes: number;
}

/** One build of the site. The same sources give the same `build`, whenever and wherever it was made. */
export interface SiteVersion {
  /** The package's: "0.1.0". */
  readonly version: string;
  /** The first digits of a hash over all files. */
  readonly build: string;
  readonly files: readonly SiteFile[];
}

/** What `/version.json` says of a build. */
export interface VersionNote {
  readonly version: string;
  readonly build: string;
  /** What a copy for use without a network takes on its way here, compressed. */
  readonly transferBytes: number;
}

export const VERSION_NOTE_PATH = "/version.json";
export const SERVICE_WORKER_PATH = "/service-worker.js";
