/** `manifest.json` in the folder of assets: content-hashed names, relative to the folder. */
export interface AssetManifest {
  /** The host frame's page. */
  readonly host: string;
  /** The script of every process. */
  readonly worker: string;
  readonly packages: readonly PackageAsset[];
  /** Every file with its size; compressed sizes are there in a build, not while developing. */
  readonly files: readonly AssetSize[];
}

export interface PackageAsset {
  /** The specifier that imports it. */
  readonly name: string;
  readonly file: string;
  /** A file that goes with it. */
  readonly wasm?: string;
  readonly format: "commonjs" | "module";
  readonly dependencies: readonly string[];
  /** Fetched at boot, because nearly every program imports it. Others are fetched at their first import. */
  readonly eager: boolean;
}

export interface AssetSize {
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes?: number;
  readonly brotliBytes?: number;
}
