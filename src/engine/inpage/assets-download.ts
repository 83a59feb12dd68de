import { EngineError } from "../engine.ts";
import type { AssetManifest, PackageAsset } from "./asset-manifest.ts";
import { isImportable } from "./package-list.ts";
import type { PackageText } from "./process-messages.ts";

/** What a machine needs from the site. Fetched once per page and folder, whatever the number of machines. */
export interface DownloadedAssets {
  readonly hostUrl: string;
  readonly workerScript: string;
  readonly packageNames: readonly string[];
  readonly eagerPackages: readonly PackageText[];
  /** A package that is not eager. Rejects with a plain Error. */
  loadPackage(name: string): Promise<PackageText>;
}

const downloads = new Map<string, Promise<DownloadedAssets>>();

/** Rejects with `EngineError` "boot-failed"; a failed download is tried again by the next call. */
export function downloadAssets(folder: string): Promise<DownloadedAssets> {
  const base = new URL(folder.endsWith("/") ? folder : `${folder}/`, document.baseURI).href;
  const known = downloads.get(base);
  if (known !== undefined) return known;
  const download = fetchAssets(base).catch((error: unknown) => {
    downloads.delete(base);
    throw new EngineError(
      "boot-failed",
      `The engine could not be downloaded from ${base}: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  });
  downloads.set(base, download);
  return download;
}

async function fetchAssets(base: string): Promise<DownloadedAssets> {
  // The manifest names the files of this very build, so it alone may not come from a stale cache.
  const manifest = (await (await fetchOk(`${base}manifest.json`, "no-cache")).json()) as AssetManifest;
  const texts = new Map<string, Promise<PackageText>>();
  const load = (asset: PackageAsset): Promise<PackageText> => {
    const { name, file, format, dependencies, wasm } = asset;
    const fetched = async (): Promise<PackageText> => {
      const [code, bytes] = await Promise.all([
        fetchOk(base + file).then((response) => response.text()),
        wasm === undefined ? undefined : fetchOk(base + wasm).then((response) => response.arrayBuffer()),
      ]);
      const text = { name, format, dependencies, code };
      return bytes === undefined ? text : { ...text, wasm: new Uint8Array(bytes) };
    };
    const text = texts.get(name) ?? fetched();
    texts.set(name, text);
    text.catch(() => texts.delete(name));
    return text;
  };
  const [worker, eagerPackages] = await Promise.all([
    fetchOk(base + manifest.worker).then((response) => response.text()),
    Promise.all(manifest.packages.filter((asset) => asset.eager).map(load)),
  ]);
  return {
    hostUrl: base + manifest.host,
    workerScript: worker,
    packageNames: manifest.packages.filter(isImportable).map((asset) => asset.name),
    eagerPackages,
    async loadPackage(name) {
      const asset = manifest.packages.find((candidate) => candidate.name === name);
      if (asset === undefined) throw new Error(`the engine has no package "${name}"`);
      return load(asset);
    },
  };
}

async function fetchOk(url: string, cache: RequestCache = "default"): Promise<Response> {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
