import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { coversHostsBelow, type JarCookie } from "../../web/jar-cookie.ts";
import * as words from "../../words/en/jar.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { offerUndo } from "../toasts/offer-undo.ts";
import { placeOf } from "./exchange-filter.ts";
import type { InspectorModel, JarAtMoment } from "./inspector-model.ts";
import { durationText } from "./time-text.ts";

const TICK_MS = 1_000;
/** A longer value has a box of its own that scrolls. */
const SHORT_VALUE_CHARACTERS = 96;
const sameSiteText: Record<JarCookie["sameSite"], string> = {
  strict: "Strict",
  lax: "Lax",
  none: "None",
  default: words.laxByDefault,
};

export interface JarTableProps {
  readonly model: InspectorModel;
  readonly jar: JarAtMoment;
}

/** The cookies that a browser keeps, with every attribute, the time that is left to each, and where each came from. */
export function JarTable({ model, jar: { agent, cookies } }: JarTableProps) {
  const nowMs = useNow(model, agent);
  const isPast = model.past !== undefined;
  // Nobody copies cookies but an attacker; how she got at them is the lesson's matter.
  const thieves = model.bench.agents.filter((other) => other.isAttacker && other !== agent);
  if (cookies.length === 0) {
    return <p class="quiet">{isPast ? words.emptyJarThen(agent.name) : words.emptyJar(agent.name)}</p>;
  }
  return (
    <ScrollBox class="jar scrolls-sideways" label={words.jarOf(agent.name)}>
      <table>
        <caption class="visually-hidden">
          {isPast ? words.cookiesThen(agent.name) : words.cookiesOf(agent.name)}
        </caption>
        <thead>
          <tr>
            {[words.name, words.value, words.hostAndPath, words.timeLeft, words.attributes, words.setBy].map(
              (title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ),
            )}
            {!isPast && (
              <th scope="col">
                <span class="visually-hidden">{words.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {cookies.map((cookie) => (
            <tr
              key={`${cookie.name} ${cookie.hostOnly} ${cookie.domain} ${cookie.path} ${cookie.partitionKey}`}
            >
              <th scope="row" class="cookie">
                {cookie.name}
              </th>
              <td class="jar-value">
                {cookie.value.length > SHORT_VALUE_CHARACTERS ? (
                  <ScrollBox class="jar-long" label={words.valueOfCookie(cookie.name)}>
                    {cookie.value}
                  </ScrollBox>
                ) : (
                  cookie.value
                )}
              </td>
              <td>
                {coversHostsBelow(cookie) ? words.andBelow(cookie.domain) : cookie.domain}
                {cookie.path}
              </td>
              <td>{timeLeft(cookie, nowMs)}</td>
              <td class="jar-attributes">{attributesText(cookie)}</td>
              <td>
                <SetBy model={model} agent={agent.name} cookie={cookie} />
              </td>
              {!isPast && (
                <td>
                  <div class="jar-actions">
                    <button
                      type="button"
                      class="small-button"
                      aria-label={words.deleteNamed(cookie.name)}
                      onClick={() => {
                        agent.deleteCookie(cookie);
                        offerUndo(words.deleted(cookie.name, agent.name), () => agent.takeCookie(cookie));
                      }}
                    >
                      {words.deleteCookie}
                    </button>
                    {thieves.map((thief) => (
                      <button
                        key={thief.name}
                        type="button"
                        class="small-button"
                        data-attacker=""
                        aria-label={words.copyInto(cookie.name, thief.name)}
                        onClick={() => thief.takeCookie(cookie)}
                      >
                        {words.copyTo(thief.name)}
                      </button>
                    ))}
                  </div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** The exchange that a cookie came by, as a way there. */
function SetBy({
  model,
  agent,
  cookie,
}: {
  readonly model: InspectorModel;
  readonly agent: string;
  readonly cookie: JarCookie;
}) {
  const origin = model.originOf(agent, cookie);
  if (origin === undefined) return <span class="quiet">{words.setByScript}</span>;
  return (
    <button type="button" class="position-link" onClick={() => model.show(origin)}>
      {origin.exchange.request.method} {placeOf(origin.exchange).path}
    </button>
  );
}

/** The time that the table is of: it goes on each second, but for the past. */
function useNow(model: InspectorModel, agent: JarAtMoment["agent"]): number {
  const now = useSignal(model.bench.clock.nowMs());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = model.bench.clock.nowMs();
      if (agent.cookies.peek().some((cookie) => (cookie.expiresAtMs ?? Infinity) <= now.peek()))
        agent.refresh();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [agent]);
  return model.past === undefined ? now.value : model.momentMs;
}

/** Every attribute, also those that are not there: their absence says as much. */
function attributesText({ httpOnly, secure, sameSite, partitioned }: JarCookie): string {
  return [
    httpOnly ? "HttpOnly" : words.notHttpOnly,
    secure ? "Secure" : words.notSecure,
    `SameSite=${sameSiteText[sameSite]}`,
    ...(partitioned ? ["Partitioned"] : []),
  ].join(", ");
}

function timeLeft({ expiresAtMs }: JarCookie, nowMs: number): string {
  return expiresAtMs === undefined ? words.untilBrowserCloses : durationText(expiresAtMs - nowMs);
}
