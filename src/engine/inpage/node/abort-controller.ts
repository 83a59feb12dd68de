/** Every browser and Node have it; the stream library asks for the package all the same. */
export const AbortController = globalThis.AbortController;
export const AbortSignal = globalThis.AbortSignal;
