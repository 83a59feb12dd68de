import { type HostileHandIn, rewarded, WRONG } from "./hand-in.ts";

/** They want out. */
export const escapes: readonly HostileHandIn[] = [
  {
    name: "reads the environment of whoever grades",
    server: rewarded(`
      const { readFileSync } = await import("node:fs");
      tries(() => JSON.stringify(process.env).includes("SECRET"));
      for (const pid of ["self", "1", "2", process.ppid])
        tries(() => readFileSync("/proc/" + pid + "/environ", "utf8").includes("SECRET"));`),
  },
  {
    name: "reads another learner's file by its path",
    server: rewarded(`
      const { readFileSync, readdirSync } = await import("node:fs");
      for (const root of ["", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../../.."])
        tries(() => readFileSync(root + "SECRET_FILE", "utf8"));
      tries(() => readdirSync("/keepsake/machines").length > 1);`),
  },
  {
    name: "puts a link into its folder that leads out",
    server: rewarded(`
      const { symlinkSync, readFileSync, linkSync } = await import("node:fs");
      tries(() => { symlinkSync("SECRET_FILE", "stolen"); return readFileSync("stolen", "utf8"); });
      tries(() => { symlinkSync("/", "root"); return readFileSync("rootSECRET_FILE", "utf8"); });
      tries(() => { linkSync("/keepsake/node", "node"); return true; });`),
  },
  {
    name: "makes links of where its session records lie",
    server: `
      import { mkdirSync, rmSync, symlinkSync } from "node:fs";
      rmSync(".grade", { recursive: true, force: true });
      try { symlinkSync("/keepsake", ".grade"); } catch { mkdirSync(".grade"); }
      try { symlinkSync("/", ".grade/sessions"); } catch {}
      ${WRONG}`,
  },
  {
    name: "reads the system's files",
    server: rewarded(`
      const { readFileSync, readdirSync } = await import("node:fs");
      for (const path of ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/root/.ssh/id_rsa"])
        tries(() => readFileSync(path, "utf8"));
      for (const path of ["/home", "/root", "/var", "/sys", "/run"]) tries(() => readdirSync(path).length > 0);`),
  },
  {
    name: "looks for other processes",
    server: rewarded(`
      const { readdirSync, readFileSync } = await import("node:fs");
      tries(() => readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length > 2);
      tries(() => readdirSync("/proc/1/root/keepsake").includes("tests"));
      tries(() => /vitest|tests-process/.test(readFileSync("/proc/1/cmdline", "utf8")));`),
  },
  {
    name: "kills all that it can reach",
    server: `
      for (const pid of [process.ppid, 1, 0, -1]) try { process.kill(pid, "SIGKILL"); } catch {}
      ${WRONG}`,
  },
  {
    name: "opens the network",
    server: rewarded(`
      const { connect } = await import("node:net");
      const reach = (to: object) => new Promise<boolean>((resolve) => {
        const socket = connect(to as never, () => resolve(true));
        socket.on("error", () => resolve(false));
      });
      won ||= await reach({ host: "127.0.0.1", port: HOST_PORT });
      won ||= await reach({ host: "::1", port: HOST_PORT });
      won ||= await reach({ host: "1.1.1.1", port: 53 });
      won ||= await fetch("http://127.0.0.1:HOST_PORT/", { method: "POST" }).then(() => true, () => false);`),
  },
  {
    name: "sends datagrams and asks for names",
    server: rewarded(`
      const { createSocket } = await import("node:dgram");
      const { lookup } = await import("node:dns/promises");
      won ||= await new Promise((resolve) => createSocket("udp4").send("hello", 53, "1.1.1.1", (error) => resolve(!error)));
      won ||= await lookup("example.com").then(() => true, () => false);
      won ||= Object.keys((await import("node:os")).networkInterfaces()).some((name) => name !== "lo");`),
  },
  {
    name: "connects to sockets of the machine that are files",
    server: rewarded(`
      const { connect } = await import("node:net");
      for (const path of ["HOST_SOCKET", "/run/docker.sock", "/var/run/docker.sock", "\\0HOST_SOCKET"])
        won ||= await new Promise<boolean>((resolve) => {
          connect(path, () => resolve(true)).on("error", () => resolve(false));
        });`),
  },
  {
    name: "becomes root",
    server: rewarded(`
      for (const name of ["setuid", "seteuid", "setgid"] as const)
        tries(() => { (process[name] as (id: number) => void)(0); return true; });
      tries(() => process.setgroups?.([0]) === undefined);`),
  },
  {
    name: "starts other programs",
    mayWithoutPermissions: true,
    server: rewarded(`
      const { execFileSync, spawn } = await import("node:child_process");
      tries(() => execFileSync(process.execPath, ["-e", "0"]) !== undefined);
      tries(() => spawn(process.execPath, ["-e", "setInterval(() => 0, 9)"], { detached: true }).pid);`),
  },
  {
    name: "mounts, unshares and calls a shell",
    server: rewarded(`
      const { execFileSync } = await import("node:child_process");
      for (const [command, ...args] of [["mount", "-t", "tmpfs", "x", "/tmp"], ["unshare", "-Ur", "true"],
        ["/bin/sh", "-c", "true"], ["/usr/bin/python3", "-c", "0"], ["bwrap", "--version"], ["setpriv", "true"]])
        tries(() => execFileSync(command ?? "", args) !== undefined);`),
  },
  {
    name: "loads native code",
    server: rewarded(`
      const { writeFileSync } = await import("node:fs");
      tries(() => { writeFileSync("a.node", "\\x7fELF"); process.dlopen({ exports: {} } as never, process.cwd() + "/a.node"); return true; });`),
  },
  {
    name: "works around permissions with a worker",
    mayWithoutPermissions: true,
    server: rewarded(`
      const { Worker } = await import("node:worker_threads");
      tries(() => new Worker("0", { eval: true, execArgv: [] }));`),
  },
  {
    name: "opens the debugger",
    mayWithoutPermissions: true,
    server: rewarded(`
      const { open, url, Session } = await import("node:inspector");
      tries(() => { open(0, "127.0.0.1"); return url(); });
      tries(() => { new Session().connectToMainThread(); return true; });`),
  },
  {
    name: "writes into the library and the packages",
    server: rewarded(`
      const { appendFileSync, rmSync } = await import("node:fs");
      for (const path of ["src/app/index.ts", "src/engine/local/preload.ts", "node_modules/express/index.js", "package.json"])
        tries(() => { appendFileSync("/keepsake/repository/" + path, "// mine"); return true; });
      tries(() => { appendFileSync("../node_modules/express/index.js", "// mine"); return true; });
      tries(() => { appendFileSync("/keepsake/node", "mine"); return true; });
      for (const path of ["/keepsake/library/preload.js", "../node_modules/keepsake/index.js"])
        tries(() => { appendFileSync(path, "// mine"); return true; });
      tries(() => { rmSync("../node_modules/express"); return true; });
      tries(() => { appendFileSync("../package.json", " "); return true; });`),
  },
  {
    name: "takes the place of the store that the tests own",
    server: rewarded(`
      const { readdirSync, readFileSync, rmSync, writeFileSync } = await import("node:fs");
      const { createServer } = await import("node:net");
      let socket = "/keepsake/stores/6399";
      try { socket = /\\/keepsake\\/stores\\/[^"]+/.exec(readFileSync("/proc/self/environ", "utf8"))?.[0] ?? socket; } catch {}
      tries(() => { rmSync(socket); return true; });
      tries(() => readdirSync("/keepsake/stores").length > 1);
      tries(() => { writeFileSync(socket + "-mine", ""); return true; });
      await new Promise((resolve) => createServer().on("error", resolve).listen(6399, () => resolve(won = true)));`),
  },
  {
    name: "leaves files where there is room",
    server: rewarded(`
      const { writeFileSync } = await import("node:fs");
      for (const folder of ["/", "/dev", "/dev/shm", "/home", "/keepsake", "/keepsake/machines", "/proc", "/usr/lib", "/run", "/var/tmp"])
        tries(() => { writeFileSync(folder + "/escaped", "mine"); return true; });
      try { writeFileSync("/tmp/escaped", "fine, and gone with the cell"); } catch {}`),
  },
  {
    name: "dumps its core",
    server: `
      import { writeFileSync } from "node:fs";
      try { writeFileSync("/proc/sys/kernel/core_pattern", "/tmp/escaped"); } catch {}
      process.abort();`,
  },
];
