/** In the place of `node:zlib` in the page's shell, which has no gzip. */
export const constants = {};

export function gzipSync(): never {
  throw new Error("The shell of the page has no gzip.");
}

export const gunzipSync = gzipSync;
