import type { ProcessPlan } from "../../course/setup.ts";

/**
 * A program that starts these processes on one's own machine, as Run does in the page: each with its port and its
 * environment, after those that it waits for. For Node, with nothing installed.
 */
export function startScript(processes: readonly ProcessPlan[]): string {
  const rows = processes.map((process) => `  ${JSON.stringify(process)},`).join("\n");
  return `// Starts the programs of this folder, as Run does in the page. Ctrl C ends them all.
//   node start.mjs         all that start with Run
//   node start.mjs NAME    only these
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const programs = [
${rows}
];

const named = process.argv.slice(2);
const unknown = named.find((name) => !programs.some((program) => program.name === name));
if (unknown !== undefined) {
  console.error(\`There is no \${unknown}. There are: \${programs.map(({ name }) => name).join(", ")}.\`);
  process.exit(1);
}

const running = new Map();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, endAll);

for (const program of programs) {
  if (named.length > 0 ? !named.includes(program.name) : !program.startsWithRun) continue;
  const earlier = programs.filter(({ name }) => program.after.includes(name) && running.has(name));
  if (earlier.length > 0 && !(await Promise.all(earlier.map(listens))).every(Boolean)) {
    console.error(\`\${program.name} is not started, for it needs one that does not listen.\`);
    process.exitCode = 1;
    endAll();
    break;
  }
  start(program);
}

function start({ name, command, args, port, env }) {
  const runs = command === "node" ? process.execPath : command;
  const child = spawn(runs, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.set(name, child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => console.log(\`\${name} | \${line}\`));
  }
  child.on("error", (error) => {
    process.exitCode = 1;
    const missing = \`\${command} is not installed here. Install it, then start again.\`;
    end(name, error.code === "ENOENT" ? missing : error.message);
  });
  child.on("exit", (code, signal) => {
    if (code !== 0 && signal === null) process.exitCode = 1;
    end(name, \`ended (\${signal ?? \`code \${code}\`}).\`);
  });
  console.log(\`\${name} | started\${port === undefined ? "" : \`, for port \${port}\`}\`);
}

function end(name, why) {
  if (running.delete(name)) console.log(\`\${name} | \${why}\`);
}

function endAll() {
  for (const child of running.values()) child.kill();
}

/** Whether it can be connected to, now or as long as it runs. */
async function listens({ name, port }) {
  while (running.has(name)) {
    if (port === undefined) return true;
    const socket = connect(port, "127.0.0.1");
    const answered = await once(socket, "connect").then(() => true, () => false);
    socket.destroy();
    if (answered) return true;
    await pause(50);
  }
  return false;
}
`;
}
