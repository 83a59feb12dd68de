import { expect, it } from "vitest";
import { MovableClock } from "../web/clock.ts";
import { NodeNetwork } from "../web/node-network.ts";
import { UserAgent } from "../web/user-agent.ts";
import { type AppOptions, formToken } from "./index.ts";
import { trialApp } from "./trial-project.ts";

/** Check 39 with the browser of the virtual web, which sends what browsers send: plain http, https, localhost. */

async function shop(options: AppOptions = {}) {
  const address = await trialApp((app) => {
    app.get("/", (req, res) => {
      res.type("html").send(`<form>${formToken(req)}</form>`);
    });
    app.post("/pay", (req, res) => {
      req.session.increment("paid");
      res.redirect(303, "/paid");
    });
    app.get("/paid", (req, res) => {
      res.json(req.session.get("paid", 0));
    });
  }, options);
  const port = Number(new URL(address).port);
  const alice = new UserAgent({
    name: "Alice",
    clock: new MovableClock(),
    network: new NodeNetwork(() => port),
  });
  return { alice, host: address };
}

const FORM = { method: "post", entries: [["amount", "1"]] } as const;

for (const origin of ["http://shop.test", "https://shop.test", "http://localhost:7148"]) {
  it(`check 39: a browser's forms of ${origin} come through, and another site's do not`, async () => {
    const { alice } = await shop({ session: { sameSite: "Lax" } });
    await alice.navigate(`${origin}/`);
    const form = { ...FORM, action: `${origin}/pay` };
    const own = await alice.submit(form, { documentUrl: `${origin}/` });
    expect([own.status, own.text]).toEqual([200, "1"]);
    for (const evil of ["https://evil.test/", "http://evil.test/"]) {
      const theirs = await alice.submit(form, { documentUrl: evil });
      expect([evil, theirs.status]).toEqual([evil, 403]);
      expect(theirs.text).toContain("CSRF");
    }
    const script = { method: "POST", headers: { "Content-Type": "text/plain" }, body: "{}" };
    const blind = { ...script, mode: "no-cors", credentials: "include" } as const;
    await alice.fetch(`${origin}/pay`, blind, { documentUrl: "https://evil.test/" });
    const fetched = await alice.fetch(
      `${origin}/pay`,
      { method: "POST", body: "{}" },
      { documentUrl: `${origin}/` },
    );
    expect([fetched.status, await fetched.text()]).toEqual([200, "2"]);
  });
}

it("check 39: a page of a named origin may, when cookies of other sites are sent at all", async () => {
  const frontend = "https://frontend.test";
  const { alice } = await shop({
    session: { sameSite: "None", secure: true },
    cors: { origins: [frontend], credentials: true },
  });
  const pay = (documentUrl: string) =>
    alice.fetch(
      "https://shop.test/pay",
      { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}", credentials: "include" },
      { documentUrl },
    );
  expect(await (await pay(`${frontend}/`)).text()).toBe("1");
  expect(await (await pay(`${frontend}/`)).text()).toBe("2");
  await expect(pay("https://evil.test/")).rejects.toThrow();
});
