import type { JarCookie } from "../../web/jar-cookie.ts";

/** A browser's cookie with those that belong to it. */
export interface HeldCookie {
  readonly agent: string;
  readonly cookie: JarCookie;
  /** The value of NAME.sig in the same jar. */
  readonly signature: string | undefined;
  /** The values of NAME, NAME.1, …: a session that is too long for one cookie. */
  readonly parts: readonly string[];
}

/** The cookies of a jar, each once: signatures and later parts stand with what they belong to. */
export function heldCookies(agent: string, cookies: readonly JarCookie[]): readonly HeldCookie[] {
  const beside = ({ domain, path, name }: JarCookie, suffix: string) =>
    cookies.find((other) => other.name === name + suffix && other.domain === domain && other.path === path);
  const belonging = new Set<JarCookie>();
  const held = cookies.map((cookie) => {
    const signature = beside(cookie, ".sig");
    if (signature !== undefined) belonging.add(signature);
    const parts = [cookie.value];
    for (let part = beside(cookie, ".1"); part !== undefined; part = beside(cookie, `.${parts.length}`)) {
      belonging.add(part);
      parts.push(part.value);
    }
    return { agent, cookie, signature: signature?.value, parts };
  });
  return held.filter(({ cookie }) => !belonging.has(cookie));
}
