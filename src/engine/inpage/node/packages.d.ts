declare module "readable-stream/lib/ours/browser.js" {
  const readable: unknown;
  export default readable;
}
declare module "buffer/index.js" {
  export const Buffer: typeof import("buffer/index.d.ts").Buffer;
  export const SlowBuffer: unknown;
}
declare module "url/url.js" {
  interface LegacyUrlPackage {
    parse(url: string, parseQuery?: boolean, slashesDenoteHost?: boolean): import("node:url").Url;
    resolve(from: string, to: string): string;
    resolveObject(from: string, to: string): import("node:url").Url;
    format(url: import("node:url").UrlObject | string): string;
    Url: new () => object;
  }
  const legacy: LegacyUrlPackage;
  export default legacy;
}
