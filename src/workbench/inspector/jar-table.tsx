import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JarCookie } from "../../web/jar-cookie.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { durationText } from "./time-text.ts";

const TICK_MS = 1_000;
const sameSiteText: Record<JarCookie["sameSite"], string> = {
  strict: "Strict",
  lax: "Lax",
  none: "None",
  default: "Lax (by default)",
};

/** The cookies that a browser keeps, with every attribute and the time that is left to each. */
export function JarTable({ agent, nowMs }: { readonly agent: BenchAgent; readonly nowMs: () => number }) {
  const now = useSignal(nowMs());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = nowMs();
      if (agent.cookies.peek().some((cookie) => (cookie.expiresAtMs ?? Infinity) <= now.peek()))
        agent.refresh();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [agent]);
  const cookies = agent.cookies.value;
  if (cookies.length === 0) {
    return <p class="quiet">{agent.name}'s cookie jar is empty. A response with Set-Cookie fills it.</p>;
  }
  return (
    <ScrollBox class="jar" label={`${agent.name}'s cookie jar`}>
      <table>
        <caption class="visually-hidden">{agent.name}'s cookies</caption>
        <thead>
          <tr>
            {["Name", "Value", "Host and path", "Time left", "Attributes"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {cookies.map((cookie) => (
            <tr key={`${cookie.name} ${cookie.hostOnly} ${cookie.domain} ${cookie.path}`}>
              <th scope="row" class="cookie">
                {cookie.name}
              </th>
              <td class="jar-value">{cookie.value}</td>
              <td>
                {cookie.hostOnly ? cookie.domain : `${cookie.domain} and below`}
                {cookie.path}
              </td>
              <td>{timeLeft(cookie, now.value)}</td>
              <td class="jar-attributes">{attributesText(cookie)}</td>
              <td>
                <button
                  type="button"
                  class="small-button"
                  aria-label={`Delete ${cookie.name}`}
                  onClick={() => agent.deleteCookie(cookie)}
                >
                  Delete
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Every attribute, also those that are not there: their absence says as much. */
function attributesText({ httpOnly, secure, sameSite, partitioned }: JarCookie): string {
  return [
    httpOnly ? "HttpOnly" : "not HttpOnly",
    secure ? "Secure" : "not Secure",
    `SameSite=${sameSiteText[sameSite]}`,
    ...(partitioned ? ["Partitioned"] : []),
  ].join(", ");
}

function timeLeft({ expiresAtMs }: JarCookie, nowMs: number): string {
  return expiresAtMs === undefined ? "until the browser closes" : durationText(expiresAtMs - nowMs);
}
