// Runs at `npm install`, on whatever Node is there, so it is plain JavaScript of an old dialect.
//
// Astro, Vite and Vitest need Node 22.12, and our commands are TypeScript, which Node runs by itself from 22.18 on. Where the running Node is older, this fetches one from the npm
// registry (by lockfile, with its integrity) and puts it in node_modules/.bin, which `npm run` and `npx`
// search first. Where the running Node is new enough nothing is downloaded.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const required = { major: 22, minor: 18 };
const [major, minor] = process.versions.node.split(".").map(Number);
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const link = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");

if (major > required.major || (major === required.major && minor >= required.minor)) {
  rmSync(link, { force: true });
} else {
  const folder = join(root, "src", "cli", "node-runtime");
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = join(
    folder,
    "node_modules",
    `node-${platform}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(binary)) {
    console.log(
      `Keepsake needs Node ${required.major}.${required.minor} or later and this is ${process.version}: fetching one for this folder only.`,
    );
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: folder,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
  }
  if (!existsSync(binary)) {
    console.error(
      `Keepsake needs Node ${required.major}.${required.minor} or later, this is ${process.version}, and there is no ready-made Node for ${process.platform} ${process.arch} here. Install a current Node, then run npm install again.`,
    );
    process.exit(1);
  }
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  if (process.platform === "win32") copyFileSync(binary, link);
  else symlinkSync(binary, link);
}
