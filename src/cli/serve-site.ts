import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serveFolder } from "./site-server/serve-folder.ts";

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

if (mode === "dev") {
  // Read when Astro is loaded, so it is loaded after.
  process.env["ASTRO_TELEMETRY_DISABLED"] = "1";
  const astro = await import("astro");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { address } = await astro.dev({ root, logLevel: "warn", server: { port: Number(values.port) } });
  console.log(`Keepsake is at http://localhost:${address.port}/`);
} else {
  const dist = fileURLToPath(new URL("../../dist", import.meta.url));
  try {
    const { origin } = await serveFolder(dist, { port: Number(values.port) });
    console.log(`Keepsake is at ${origin}/`);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    console.error(
      `Something is on port ${values.port} already. Choose another: npm run preview -- --port 4322`,
    );
    process.exit(1);
  }
}
