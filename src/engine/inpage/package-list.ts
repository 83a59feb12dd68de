/** A package that programs may import, and how its bundle is made. */
export interface BundledPackage {
  readonly name: string;
  readonly format: "commonjs" | "module";
  /** The module to bundle, from the repository's root; default: the installed package of that name. */
  readonly entry?: string;
  /** Part of what nearly every program imports, so it is downloaded at boot. */
  readonly eager?: boolean;
}

/** In the order in which error messages name them. */
export const bundledPackages: readonly BundledPackage[] = [
  { name: "express", format: "commonjs", eager: true },
  { name: "keepsake", format: "module", entry: "src/app/index.ts", eager: true },
  { name: "compression", format: "commonjs" },
  { name: "cookie", format: "commonjs" },
  { name: "cookie-parser", format: "commonjs" },
  { name: "cookie-session", format: "commonjs" },
  { name: "cors", format: "commonjs" },
  { name: "express-rate-limit", format: "commonjs" },
  { name: "express-session", format: "commonjs" },
  { name: "helmet", format: "commonjs" },
  { name: "morgan", format: "commonjs" },
  { name: "multer", format: "commonjs" },
  { name: "serve-static", format: "commonjs" },
];
