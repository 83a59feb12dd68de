import { expect, it } from "vitest";
import { MovableClock } from "../web/clock.ts";
import { VirtualHosts } from "../web/hosts.ts";
import { NodeNetwork } from "../web/node-network.ts";
import { UserAgent } from "../web/user-agent.ts";
import { trialApp } from "./trial-project.ts";

/** An app behind the virtual web's own proxy, as a lesson has it: https ends there, and the app must be told. */
async function behindProxy(trust: boolean) {
  const address = await trialApp((app) => {
    if (trust) app.set("trust proxy", "loopback");
    app.get("/", (req, res) => {
      req.session.increment("visits");
      res.json({ secure: req.secure, host: req.hostname, ip: req.ip });
    });
  });
  const real = new NodeNetwork(() => Number(new URL(address).port));
  const network = new VirtualHosts({
    hosts: [
      { name: "shop.test", scheme: "https", servers: [7148] },
      { name: "shop.test", scheme: "http", servers: [7148] },
    ],
    dial: (_port, request, context) => real.send(new URL(address), request, context),
  });
  const agent = new UserAgent({ name: "Alice", clock: new MovableClock(), network });
  return async (url: string, headers: Record<string, string> = {}) => {
    const response = await agent.fetch(url, { headers });
    const setCookie = response.headers.find(([name]) => name.toLowerCase() === "set-cookie")?.[1];
    agent.jar.clear();
    return { told: await response.json(), secure: /;\s*Secure/i.test(setCookie ?? "") };
  };
}

it("an app that trusts the proxy sets a Secure cookie over https, and a plain one over http", async () => {
  const get = await behindProxy(true);
  const told = { host: "shop.test", ip: expect.stringMatching(/^203\.0\.113\./) };
  expect(await get("https://shop.test/")).toEqual({ secure: true, told: { secure: true, ...told } });
  expect(await get("http://shop.test/")).toEqual({ secure: false, told: { secure: false, ...told } });
  expect(await get("http://shop.test/", { "X-Forwarded-Proto": "https" })).toMatchObject({ secure: false });
});

it("an app that trusts nobody takes https for http", async () => {
  const get = await behindProxy(false);
  expect(await get("https://shop.test/")).toMatchObject({ secure: false, told: { secure: false } });
});
