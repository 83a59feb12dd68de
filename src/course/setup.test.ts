import { expect, test } from "vitest";
import { completeSetup, firstOrigin, type SetupSpec } from "./setup.ts";
import { checkedSetup } from "./setup-faults.ts";

const short: SetupSpec = { entry: "server.ts", port: 7148 };
const two = [
  { name: "a", run: "node server.ts", port: 7001 },
  { name: "b", run: "node  server.ts --quick ", port: 7002, env: { NAME: "b" }, after: ["a"] },
];

test("the short form is one program that Run starts, at localhost, for Alice", () => {
  const setup = completeSetup(short);
  expect(setup.processes).toEqual([
    {
      name: "server",
      command: "node",
      args: ["server.ts"],
      port: 7148,
      env: {},
      after: [],
      startsWithRun: true,
    },
  ]);
  expect([setup.hosts, setup.browsers, firstOrigin(setup)]).toEqual([[], ["Alice"], "http://localhost:7148"]);
});

test("each process gets its port as PORT, and a host stands before the ports of its processes", () => {
  const setup = completeSetup({
    ...short,
    processes: two,
    hosts: [{ name: "shop.test", scheme: "https", port: 8443, servers: ["a", "b"], balance: "sticky" }],
    browsers: ["Alice", "Mallory"],
  });
  expect(setup.processes[1]).toEqual({
    name: "b",
    command: "node",
    args: ["server.ts", "--quick"],
    port: 7002,
    env: { PORT: "7002", NAME: "b" },
    after: ["a"],
    startsWithRun: true,
  });
  expect(setup.hosts).toEqual([
    { name: "shop.test", scheme: "https", port: 8443, servers: [7001, 7002], balance: "sticky" },
  ]);
  expect(firstOrigin(setup)).toBe("https://shop.test:8443");
});

test("without a host, browsers begin at the first program, not at the store's server before it", () => {
  const redis = { name: "redis", run: "redis-server --port 6379", port: 6379 };
  expect(firstOrigin(completeSetup({ ...short, processes: [redis, ...two] }))).toBe("http://localhost:7001");
});

test("a host may stand before the program of the short form", () => {
  const { hosts } = completeSetup({ ...short, hosts: [{ name: "shop.test", servers: ["server"] }] });
  expect(hosts[0]?.servers).toEqual([7148]);
});

test.each<[string, Partial<SetupSpec>]>([
  ['Two processes are named "a". Rename one.', { processes: [...two.slice(0, 1), ...two.slice(0, 1)] }],
  [
    '"a" and "c" both have the port 7001. Change one.',
    { processes: [...two, { name: "c", run: "node c.ts", port: 7001 }] },
  ],
  ['"b" waits for "a", which is no process before it.', { processes: two.toReversed() }],
  [
    '"b" waits for "a", which Run does not start.',
    { processes: two.map((one) => ({ ...one, startsWithRun: one.name === "b" })) },
  ],
  ["There are 0 processes. Name 1 to 8", { processes: [] }],
  ['"Shop.test" is no host name.', { hosts: [{ name: "Shop.test", servers: ["server"] }] }],
  ['"https://a.test" is no host name.', { hosts: [{ name: "https://a.test", servers: ["server"] }] }],
  [
    "http://a.test is there twice.",
    {
      hosts: [
        { name: "a.test", servers: ["server"] },
        { name: "a.test", port: 80, servers: ["server"] },
      ],
    },
  ],
  [
    'a.test has the server "redis", which is no process with a port. There are: a.',
    {
      processes: [
        { name: "redis", run: "redis-server" },
        { name: "a", run: "node a.ts", port: 1 },
      ],
      hosts: [{ name: "a.test", servers: ["a", "redis"] }],
    },
  ],
  ['Two browsers are named "Bob".', { browsers: ["Bob", "Bob"] }],
  ['"Bob Bo" is no name for a browser.', { browsers: ["Bob Bo"] }],
  ["There are 7 browsers.", { browsers: [..."abcdefg"] }],
])("%s", (message, change) => {
  expect(() => checkedSetup({ ...short, ...change })).toThrow(message);
});
