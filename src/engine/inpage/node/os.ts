import { moduleFace } from "./builtin.ts";
import { osConstants } from "./os-constants.ts";

/** A small Linux machine. Nothing here is true of the learner's own computer, on purpose. */
const cpu = { model: "in-page", speed: 1000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };

export const osModule = moduleFace({
  EOL: "\n",
  devNull: "/dev/null",
  arch: () => "x64",
  platform: () => "linux",
  type: () => "Linux",
  release: () => "6.0.0",
  version: () => "in-page engine",
  machine: () => "x86_64",
  hostname: () => "localhost",
  homedir: () => "/root",
  tmpdir: () => "/tmp",
  endianness: () => "LE",
  uptime: () => performance.now() / 1000,
  loadavg: () => [0, 0, 0],
  totalmem: () => 1024 ** 3,
  freemem: () => 512 * 1024 ** 2,
  availableParallelism: () => 1,
  cpus: () => [cpu],
  networkInterfaces: () => ({
    lo: [
      {
        address: "127.0.0.1",
        netmask: "255.0.0.0",
        family: "IPv4",
        mac: "00:00:00:00:00:00",
        internal: true,
        cidr: "127.0.0.1/8",
      },
    ],
  }),
  userInfo: () => ({ uid: 1000, gid: 1000, username: "learner", homedir: "/root", shell: "/bin/sh" }),
  getPriority: () => 0,
  setPriority: () => undefined,
  constants: osConstants,
});
