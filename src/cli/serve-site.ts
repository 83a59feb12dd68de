import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** `node src/cli/serve-site.ts dev|preview [--port 4321]`: serves the site and says where, and nothing more. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "4321" } },
});
const [mode] = positionals;
if (mode !== "dev" && mode !== "preview") {
  console.error("Say which: npm run dev, or npm run build && npm run preview.");
  process.exit(1);
}
if (mode === "preview" && !existsSync(new URL("../../dist/index.html", import.meta.url))) {
  console.error("There is no built site yet: npm run build, then npm run preview.");
  process.exit(1);
}

// Read when Astro is loaded, so it is loaded after.
process.env["ASTRO_TELEMETRY_DISABLED"] = "1";
const astro = await import("astro");
const config = {
  root: fileURLToPath(new URL("../..", import.meta.url)),
  logLevel: "warn",
  server: { port: Number(values.port) },
} as const;
if (mode === "dev") {
  const { address } = await astro.dev(config);
  console.log(`Keepsake is at http://localhost:${address.port}/`);
} else {
  const { port } = await astro.preview(config);
  console.log(`Keepsake is at http://localhost:${port}/`);
}
