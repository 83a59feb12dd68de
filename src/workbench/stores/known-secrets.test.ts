import { expect, it } from "vitest";
import { knownSecrets } from "./known-secrets.ts";

it("finds the secrets of an .env file", () => {
  const env = 'PORT=1\nTINA4_SECRET="one two"\nexport SECRET_KEY = new,old\n# OLD_SECRET=x\nKEY=\n';
  expect(knownSecrets({ ".env": env, "other.env": "SECRET=no" })).toEqual(["one two", "new", "old"]);
});

it("finds those that stand in programs, each once", () => {
  const program = `
    app.use(cookieParser("parsed"));
    app.use(session({ secret: 'one' }));
    app.use(cookieSession({ name: "session", keys: ["new", 'old'] }));
    const SECRET = \`plain\`;
    sealedCookie({ secrets: "first, second" });
    session({ secret: process.env.SECRET ?? "", note: "not this", secret: \`\${x}\` });
  `;
  expect(knownSecrets({ ".env": "SECRET=one", "src/a.ts": program, "text.md": 'secret: "no"' })).toEqual([
    "one",
    ...["parsed", "new", "old", "plain", "first", "second"],
  ]);
});
