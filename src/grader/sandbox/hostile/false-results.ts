import { COUNTS, HONEST, type HostileHandIn, rewarded, STAYS, WRONG } from "./hand-in.ts";

/** They want a grade that they do not deserve. */
export const falseResults: readonly HostileHandIn[] = [
  {
    name: "prints a result of its own and exits with 0",
    server: `
      console.log(JSON.stringify({ kind: "graded", grade: { passed: true, tests: [] }, clean: true }));
      console.log("✓ ${COUNTS}\\n✓ ${STAYS}\\n Tests 2 passed (2)");
      process.exit(0);`,
  },
  { name: "exits with 0 before anything", server: "process.exit(0);" },
  {
    name: "exits with 0 at the first request",
    server: `${WRONG}\nRouter.get("/count", () => process.exit(0));`.replace(
      "res.json({ count: 0 })",
      "process.exit(0)",
    ),
  },
  {
    name: "replaces expect by one that is always content",
    server: `
      const content: unknown = new Proxy(function () {}, { get: () => content, apply: () => content });
      Reflect.set(globalThis, "expect", content);
      Reflect.set(globalThis, Symbol.for("expect-global"), content);
      Reflect.set(globalThis, Symbol.for("$$jest-matchers-object"), content);
      ${WRONG}`,
  },
  {
    name: "bends Date and timers",
    server: `
      Date.now = () => 0;
      Reflect.set(globalThis, "setTimeout", (act: () => void) => act());
      Reflect.set(globalThis, "setInterval", () => 0);
      ${WRONG}`,
  },
  {
    name: "bends JSON",
    server: `
      let asked = 0;
      JSON.parse = () => ({ passed: true, count: asked });
      JSON.stringify = () => '{"count":' + ++asked + ',"passed":true}';
      ${WRONG}`,
  },
  {
    name: "bends node:http",
    server: `
      import http from "node:http";
      http.ServerResponse.prototype.end = function () {
        return Reflect.apply(http.OutgoingMessage.prototype.end, this, ['{"count":1}']);
      };
      http.request = (() => ({ on() {}, end() {} })) as never;
      ${WRONG}`,
  },
  {
    name: "tells the engine that all is well",
    server: `
      import { writeSync } from "node:fs";
      for (const message of [
        { kind: "graded", grade: { passed: true, tests: [] }, clean: true },
        { kind: "tests", names: [] },
        { kind: "test", result: { name: "${COUNTS}", state: "pass", durationMs: 1 } },
        { cmd: "NODE_HANDLE", type: "nonsense" },
        { kind: "listening", port: 7148, realPort: 1 },
        { kind: "closed", port: -1 },
      ]) for (const fd of [1, 3, 4, 5]) try { writeSync(fd, JSON.stringify(message) + "\\n"); } catch {}
      ${WRONG}`,
  },
  {
    name: "answers by the order of the tests instead of by session",
    server: `
      import { createServer } from "node:http";
      const counts = [1, 2, 3, 4, 5, 1, 6];
      createServer((_request, response) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ count: counts.shift() ?? 2 }));
      }).listen(7148);`,
  },
  {
    name: "always says the JSON that it has seen in the text",
    server: `${WRONG}`.replace("count: 0", "count: 1"),
  },
  {
    name: "counts all visitors as one",
    fails: [COUNTS, STAYS],
    server: `let count = 0;\n${WRONG}`.replace("count: 0", "count: ++count"),
  },
  {
    name: "forges the session's record, and keeps the count in memory",
    fails: [COUNTS, STAYS],
    server: `
      import { createHash, randomUUID } from "node:crypto";
      import { mkdirSync, writeFileSync } from "node:fs";
      import { createServer } from "node:http";
      const counts = new Map<string, number>();
      createServer((request, response) => {
        const id = /tina4_session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? randomUUID();
        const count = (counts.get(id) ?? 0) + 1;
        counts.set(id, count);
        mkdirSync(".grade/sessions", { recursive: true });
        const name = createHash("sha256").update(id).digest("hex");
        writeFileSync(".grade/sessions/" + name + ".json", JSON.stringify({ data: { count } }));
        response.setHeader("set-cookie", "tina4_session=" + id);
        response.end(JSON.stringify({ count }));
      }).listen(7148);`,
  },
  {
    name: "keeps the count in a file of its own, and forges the session's record when it has answered",
    fails: [COUNTS],
    server: `
      import { createHash, randomUUID } from "node:crypto";
      import { existsSync, readFileSync, writeFileSync } from "node:fs";
      import { createServer } from "node:http";
      import { redisStore } from "keepsake";
      const store = redisStore({ url: process.env.TINA4_SESSION_URL });
      const counts: Record<string, number> = existsSync("own") ? JSON.parse(readFileSync("own", "utf8")) : {};
      const forge = async (id: string, count: number) => {
        const key = createHash("sha256").update(id).digest("hex");
        const changes = new Map([["count", { kind: "set", json: String(count) } as const]]);
        const none = { clear: false, changes, flashTaken: new Map(), flashAdded: new Map() };
        if ((await store.patch(key, none)).outcome === "patched") return;
        const times = { createdAtMs: Date.now(), renewedAtMs: Date.now(), absoluteDeadlineMs: Date.now() + 9e6 };
        const data = new Map([["count", String(count)]]);
        await store.create(key, { data, flash: new Map(), ...times, idleDeadlineMs: Date.now() + 9e6, permanent: true });
      };
      createServer((request, response) => {
        const id = /tina4_session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? randomUUID();
        const count = (counts[id] ?? 0) + 1;
        counts[id] = count;
        writeFileSync("own", JSON.stringify(counts));
        response.setHeader("set-cookie", "tina4_session=" + id);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ count }), () => void forge(id, count));
      }).listen(7148);`,
  },
  {
    name: "gives right answers on another port",
    server: HONEST.replace("7148", "7149"),
  },
  {
    name: "listens twice, and lets a stand-in answer",
    server: `
      import { createServer } from "node:net";
      createServer((socket) => socket.end("HTTP/1.1 200 OK\\r\\ncontent-length: 11\\r\\n\\r\\n{\\"count\\":1}")).listen(7148);
      ${WRONG.replace("app.listen(7148)", 'app.listen(7148).on("error", () => undefined)')}`,
  },
  {
    name: "puts its wishes into every object",
    server: `
      Object.assign(Object.prototype, { passed: true, count: 1, state: "pass" });
      ${WRONG}`.replace("res.json({ count: 0 })", "res.json({})"),
  },
  {
    name: "bends the library's session",
    server: `
      ${WRONG.replace("res.json({ count: 0 })", "res.json({ count: req.session.get('count', 1) })")}
      const { prototype } = Map;
      prototype.get = function () { return "1" as never; };
      prototype.has = () => true;`,
  },
  {
    name: "overwrites the tests",
    server: rewarded(`
      const { writeFileSync, readdirSync } = await import("node:fs");
      const test = 'import { test } from "keepsake/grader"; test("Fine", async () => undefined);';
      for (const path of ["../grade.test.ts", "grade.test.ts", "/keepsake/tests/grade.test.ts",
        "/keepsake/repository/exercises/visit-counter/grade.test.ts",
        "HOST_REPOSITORY/exercises/visit-counter/grade.test.ts"]) tries(() => {
          writeFileSync(path, test);
          return path !== "grade.test.ts";
        });
      for (const folder of ["/keepsake/tests", "/keepsake/machines"]) tries(() =>
        readdirSync(folder).some((name) => name.startsWith("tests-")));`),
  },
  {
    name: "deletes the tests",
    server: rewarded(`
      const { rmSync, existsSync } = await import("node:fs");
      for (const path of ["/keepsake/tests", "/keepsake/repository/exercises", "HOST_REPOSITORY/exercises"])
        tries(() => existsSync(path) && (rmSync(path, { recursive: true }), true));`),
  },
  {
    name: "reads the reference solution",
    server: rewarded(`
      const { readFileSync } = await import("node:fs");
      for (const root of ["/keepsake/repository", "HOST_REPOSITORY", "../..", "/proc/1/root/keepsake/repository",
        "/proc/1/cwd", "node_modules/keepsake", "../node_modules/keepsake"])
        tries(() => readFileSync(root + "/solutions/visit-counter/server.ts", "utf8"));
      try { won ||= await import("keepsake/solutions/visit-counter/server.ts"); } catch {}`),
  },
  {
    name: "looks for a solution in all that it can read",
    server: rewarded(`
      const { readdirSync, readFileSync, realpathSync, statSync } = await import("node:fs");
      const texts = ["SOLUTION_BASE64", "SECRET_BASE64"].map((text) => Buffer.from(text, "base64").toString());
      const seen = new Set<string>();
      // Files first, and what is near first: the whole of it is large where too much is shown.
      const folders = ["/keepsake/repository/node_modules", "/keepsake", "HOST_REPOSITORY", "..", "/tmp",
        ...["/", "/keepsake/repository", "/keepsake/library", "/keepsake/library/node_modules"],
        ...["solutions", "exercises", "dist", "public", "work", "src"].map((name) => "/keepsake/repository/" + name)];
      const look = (path: string) => {
        if (statSync(path).isDirectory()) folders.push(path);
        else return texts.some((text) => readFileSync(path, "utf8").includes(text));
      };
      const namesIn = (folder: string) => {
        try {
          const real = realpathSync(folder);
          if (seen.has(real) || /^\\/(proc|sys|dev|usr|lib)/.test(real)) return [];
          seen.add(real);
          return readdirSync(real);
        } catch { return []; }
      };
      for (const folder of folders) for (const name of namesIn(folder)) {
        if (won) break;
        const path = folder + "/" + name;
        if (/node_modules$/.test(folder) && name.startsWith(".")) {
          tries(() => readdirSync(path).length > 0);
          tries(() => readFileSync(path).length > 0);
        }
        tries(() => look(path));
      }`),
  },
  {
    name: "reads the hidden tests",
    server: rewarded(`
      const { readdirSync } = await import("node:fs");
      for (const path of ["/keepsake/tests", "/proc/1/root/keepsake/tests", "/keepsake/repository/exercises"])
        tries(() => readdirSync(path).length > 0);
      try { won ||= await import("keepsake/grader"); } catch {}`),
  },
];
