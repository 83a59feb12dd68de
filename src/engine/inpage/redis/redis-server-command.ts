// The program "redis-server" of the page's machine.
import process from "node:process";
import { publishSnapshots } from "./publish-snapshots.ts";
import { serveRedis } from "./serve.ts";
import { redisOptions } from "./server-options.ts";

const options = redisOptions(process.argv.slice(2));
if (typeof options === "string") {
  console.error(options);
  process.exit(1);
}
const snapshots = publishSnapshots();
const { redis, server } = serveRedis({
  ...options,
  nowMs: () => performance.timeOrigin + performance.now(),
  onChange: () => snapshots.changed(),
});
server.on("listening", () => {
  snapshots.of(redis);
  console.log(
    `# Keepsake's small Redis (protocol of 7.0), for this machine only. What it lacks: redis-cli INFO keepsake`,
  );
  console.log(`* Ready to accept connections on port ${options.port}. Nothing is kept when it stops.`);
});
server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === "EADDRINUSE"
      ? `# Port ${options.port} is taken. Stop what listens there, or choose another: redis-server --port 6380`
      : `# ${error.message}`,
  );
  process.exit(1);
});
