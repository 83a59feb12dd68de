import type { Plugin } from "vite";
import { FRAME_FOLDERS } from "../frames/frame-folders.ts";

/**
 * In development, Astro refuses what another origin asks for, by the request's fetch metadata. Our frames have
 * an opaque origin, which is always another one: for their own folders, and for reading alone, the metadata is
 * put aside. A built site is static and needs none of this.
 */
export function opaqueFrames(): Plugin {
  return {
    name: "keepsake-opaque-frames",
    apply: "serve",
    // After Astro, which puts its refusal first: the last to go first is the first.
    enforce: "post",
    configureServer: (server) => () => {
      server.middlewares.stack.unshift({
        route: "",
        handle: (
          request: {
            url?: string | undefined;
            method?: string | undefined;
            headers: Record<string, unknown>;
          },
          _response: unknown,
          next: () => void,
        ) => {
          const { url = "", method } = request;
          if (method === "GET" && FRAME_FOLDERS.some((folder) => url.startsWith(folder))) {
            delete request.headers["sec-fetch-site"];
          }
          next();
        },
      });
    },
  };
}
