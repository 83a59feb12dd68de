import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/**
 * A project's own files, as its compiler sees them: what is wrong in them, one text each. Lines that must be
 * wrong say `@ts-expect-error`, so one that is not is reported as well.
 */
function complaints(files: Readonly<Record<string, string>>): string[] {
  const paths = new Map(Object.entries(files).map(([name, text]) => [join(root, name), text]));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root);
  options.paths = { keepsake: [join(root, "src/app/index.ts")] };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => paths.has(path) || fileExists(path);
  host.readFile = (path) => paths.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...more) => {
    const text = paths.get(path);
    return text === undefined
      ? getSourceFile(path, language, ...more)
      : ts.createSourceFile(path, text, language, true);
  };
  const program = ts.createProgram([...paths.keys()], options, host);
  return [...paths.keys()]
    .map((path) => program.getSourceFile(path))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

/** A type that holds `true` when both are one: a form that nobody can call (`key: never`) makes them differ. */
const same = `
        type Same<A, B> =
          (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
`;

describe("the types of a session's data", () => {
  it("checks keys and values once a project declares them, and knows who is signed in", () => {
    const wrong = complaints({
      "declared-keys.ts": `
        import type { Request } from "express";
        import { rememberMe, requireFresh, session, userSessions, memoryStore } from "keepsake";

        interface CartItem { id: number; quantity: number }
        declare module "keepsake" {
          interface SessionData {
            cart: CartItem[];
            visits: number;
          }
        }
        ${same}
        export function declared({ session }: Request) {
          const cart: CartItem[] | undefined = session.get("cart");
          const items: CartItem[] = session.get("cart", []);
          const visits: number = session.increment("visits");
          session.set("cart", [{ id: 1, quantity: 2 }]);
          const updated: number = session.update("visits", (n) => (n ?? 0) + 1);
          const popped: number | undefined = session.pop("visits");
          // @ts-expect-error a value of another type
          session.set("cart", "three");
          // @ts-expect-error half an item
          session.set("cart", [{ id: 1 }]);
          // @ts-expect-error a key that nobody declared
          session.set("carts", []);
          // @ts-expect-error likewise
          session.get("visit");
          // @ts-expect-error likewise
          session.delete("visit");
          // @ts-expect-error it may be absent
          const sure: number = session.get("visits");
          // @ts-expect-error another type
          const text: string | undefined = session.get("visits");
          const only: Same<Parameters<typeof session.set>[0], "cart" | "visits"> = true;
          return [cart, items, visits, updated, popped, sure, text, only];
        }

        export async function people({ session }: Request) {
          session.login(42, { remember: true });
          session.login("alice");
          // @ts-expect-error no user
          session.login(undefined);
          // @ts-expect-error a setting that there is not
          session.login("alice", { rembember: true });
          const who: string | number | undefined = session.userId;
          // @ts-expect-error only login says who it is
          session.userId = 5;
          const fresh: boolean = session.isFresh(300);
          for (const { handle, isCurrent } of await session.listSessions()) {
            if (!isCurrent) await session.revokeSession(handle);
          }
          const count: number = await userSessions(memoryStore()).revokeAll(42, { exceptCurrent: true });
          return [who, fresh, count];
        }

        const sessions = session({ maxSessionsPerUser: 3, graceSeconds: 30 });
        export const middleware = [sessions, rememberMe({ user: (userId) => userId === 42 }), requireFresh(300)];
        export const all: Promise<number> = sessions.users.revokeAll("alice");
      `,
    });
    expect(wrong).toEqual([]);
  });

  it("allows every key while nothing is declared", () => {
    const wrong = complaints({
      "loose-keys.ts": `
        import type { Request } from "express";
        import "keepsake";
        ${same}
        export function loose({ session }: Request) {
          session.set("anything", { at: "all" });
          const cart: string[] | undefined = session.get<string[]>("cart");
          const visits: number = session.get("visits", 0);
          // @ts-expect-error nobody said what it is
          const unsure: string = session.get("unsure");
          const only: Same<typeof session.set, (key: string, value: unknown) => void> = true;
          return [cart, visits, unsure, only];
        }
      `,
    });
    expect(wrong).toEqual([]);
  });
});
