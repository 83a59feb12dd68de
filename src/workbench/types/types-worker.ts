/** The Worker in which the page's TypeScript lives: what it takes to think does not hold up the typing. */
import { type LibraryManifest, TYPES_FOLDER, unpackLibrary } from "./library-pack.ts";
import { serveTypes } from "./serve-types.ts";
import type { ToTypesWorker } from "./type-messages.ts";

const take = serveTypes(
  async () => {
    // The manifest names the file of this very build, so it alone may not come from a stale cache.
    const manifest = await fetchOk("manifest.json", "no-cache");
    const { library } = (await manifest.json()) as LibraryManifest;
    return unpackLibrary(await (await fetchOk(library, "default")).blob());
  },
  (message) => self.postMessage(message),
);

self.onmessage = ({ data }: MessageEvent<ToTypesWorker>) => take(data);

async function fetchOk(name: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(TYPES_FOLDER + name, { cache });
  if (!response.ok) throw new Error(`${TYPES_FOLDER}${name} answered ${response.status}`);
  return response;
}
