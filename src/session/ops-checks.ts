import { randomBytes } from "node:crypto";
import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { checkStage } from "./proof/check-stage.ts";
import { plainRecords, type RecordCodec } from "./record-codec.ts";
import { sealedRecords } from "./sealed-records.ts";
import { ownerKey } from "./session-id.ts";
import { userSessions } from "./sign-in/user-sessions.ts";
import type { OpenTrial } from "./trial-stores/trial-store.ts";

const newKey = () => randomBytes(32).toString("base64url");

/** The checks of operation that apply to every store that writes records down. */
export function opsChecks(name: string, open: OpenTrial): void {
  describe(`sessions sealed at rest (${name})`, () => {
    const codec = new ChangingCodec();
    const stage = checkStage((options) => {
      codec.current = sealedRecords(newKey());
      return open({ ...options, codec });
    });
    const signInRoutes = (app: Express) => {
      app.post("/sign-in", async (req, res) => {
        await req.session.login("alice@example.com");
        res.json({});
      });
    };

    it("check 36: leave no plaintext: no key, value, flash or user", async () => {
      let whileHeld = "";
      await stage.serve({}, (app) => {
        signInRoutes(app);
        app.post("/visible-flash", (req, res) => {
          req.session.flash("visible-kind", "visible-message");
          res.json({});
        });
        app.post("/visible-path", async (_req, res) => {
          whileHeld = await stage.trial.dump();
          res.json({});
        });
      });
      await stage.client.get(stage.at("/set/visible-key/visible-value"));
      await stage.client.post(stage.at("/visible-flash"));
      await stage.client.post(stage.at("/sign-in"), undefined, { "User-Agent": "visible device" });
      await stage.client.post(stage.at("/visible-path"));
      const kept = whileHeld + (await stage.trial.dump());
      expect(whileHeld).not.toBe("");
      // No shorter words: a ciphertext has those by chance.
      for (const plain of ["visible", "alice", ownerKey("user", "alice@example.com")]) {
        expect(kept).not.toContain(plain);
      }
      expect(await stage.all(stage.client)).toMatchObject({ "visible-key": "visible-value" });
    });

    it.each([
      ["in plain", plainRecords],
      ["sealed with a key of their own", sealedRecords(newKey())],
    ])("are not taken from who can write to the store but has no key: %s", async (_how, theirs) => {
      const ours = codec.current;
      codec.current = theirs;
      await stage.client.get(stage.at("/set/user/mallory"));
      codec.current = ours;
      // A process that has not written that text itself.
      const { store, other = store } = stage.trial;
      await stage.serve({ store: other });
      expect(await stage.all(stage.client)).toEqual({});
      expect((await stage.client.get(stage.at("/increment"))).json()).toEqual({ sum: 1 });
      expect((await stage.client.get(stage.at("/increment"))).json()).toEqual({ sum: 2 });
    });

    it("check 33: go on through a rotation of keys, and users can still be signed out everywhere", async () => {
      const [one, two] = [newKey(), newKey()];
      codec.current = sealedRecords(one);
      await stage.serve({}, signInRoutes);
      await stage.client.post(stage.at("/sign-in"));
      await stage.client.get(stage.at("/set/theme/dark"));
      const users = userSessions(stage.trial.store, { nowMs: () => stage.nowMs });

      codec.current = sealedRecords([two, one]);
      expect(await users.sessionsOf("alice@example.com")).toHaveLength(1);
      await stage.client.get(stage.at("/set/theme/light"));
      expect(await users.sessionsOf("alice@example.com")).toHaveLength(1);

      codec.current = sealedRecords(two);
      expect(await stage.all(stage.client)).toMatchObject({ theme: "light" });
      expect(await users.sessionsOf("alice@example.com")).toHaveLength(1);
      expect(await users.revokeAll("alice@example.com")).toBe(1);
      expect(await stage.all(stage.client)).toEqual({});
    });
  });
}

/** As a restart with other keys would, without one. */
class ChangingCodec implements RecordCodec {
  readonly sealing = "all";
  current: RecordCodec = sealedRecords(newKey());

  encode: RecordCodec["encode"] = (key, record) => this.current.encode(key, record);
  decode: RecordCodec["decode"] = (key, text) => this.current.decode(key, text);

  ownerTags(owner: string): readonly [string, ...string[]] {
    return this.current.ownerTags?.(owner) ?? [owner];
  }
}
