import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { expect, it, vi } from "vitest";
import { session } from "./express.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";

it.each(["memory", "file"] as const)(
  "sends the first of two answers, as Express does, also while the session is being written (%s)",
  async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-twice-"));
    const reported = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = express();
    app.use(session({ store: kind === "memory" ? new MemoryStore() : new FileStore({ folder }) }));
    app.get("/twice", (req, res) => {
      req.session.set("here", "yes");
      res.json({ answer: "first" });
      res.json({ answer: "second" });
    });
    app.get("/all", (req, res) => {
      res.json(req.session.all());
    });
    const server = app.listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const answer = await fetch(`${address}/twice`);
      expect([answer.status, await answer.json()]).toEqual([200, { answer: "first" }]);
      const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      expect(await (await fetch(`${address}/all`, { headers: { cookie } })).json()).toEqual({ here: "yes" });
    } finally {
      reported.mockRestore();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
