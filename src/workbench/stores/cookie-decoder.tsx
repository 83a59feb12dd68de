import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JarCookie } from "../../web/jar-cookie.ts";
import type { Bench } from "../bench.ts";
import { dateText } from "../inspector/time-text.ts";
import { type CookieParts, formatNames, readCookieParts } from "./cookie-parts.ts";
import { checkSignature, secretsOfEnv } from "./cookie-signature.ts";

interface Held {
  readonly agent: string;
  readonly cookie: JarCookie;
  /** The value of NAME.sig in the same jar. */
  readonly companion: string | undefined;
}

/** The cookies of all browsers whose form is known, with what anyone can read in them and what protects them. */
export function CookieDecoder({ bench, id }: { readonly bench: Bench; readonly id: string }) {
  const secret = useSignal("");
  const held = useComputed(() => bench.agents.flatMap(({ name, cookies }) => heldOf(name, cookies.value)));
  const fromEnv = useComputed(() => secretsOfEnv(bench.workspace.files.value[".env"] ?? ""));
  const field = `${id}-secret`;
  return (
    <>
      <p class="store-secret">
        <label for={field}>Secret to check signatures with</label>
        <input
          id={field}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={secret.value}
          onInput={({ currentTarget }) => {
            secret.value = currentTarget.value;
          }}
        />
        {fromEnv.value.length > 0 && <span class="quiet">Those in .env are tried too.</span>}
      </p>
      {held.value.length === 0 && <p class="quiet">No browser has a cookie yet.</p>}
      <ul class="store-cookies">
        {held.value.map((each) => (
          <li key={`${each.agent} ${each.cookie.domain} ${each.cookie.path} ${each.cookie.name}`}>
            <Cookie
              held={each}
              secrets={[...(secret.value === "" ? [] : [secret.value]), ...fromEnv.value]}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Cookie({
  held: { agent, cookie, companion },
  secrets,
}: {
  readonly held: Held;
  readonly secrets: readonly string[];
}) {
  const parts = useSignal<CookieParts | undefined>(undefined);
  const { name, value } = cookie;
  useEffect(() => {
    let gone = false;
    void readCookieParts(name, value, companion).then((read) => {
      if (!gone) parts.value = read;
    });
    return () => {
      gone = true;
    };
  }, [name, value, companion]);
  const read = parts.value;
  return (
    <div class="taken-apart">
      <p class="record-title">
        <span class="cookie">{name}</span> of {agent}
        {read !== undefined && <> · {formatNames[read.format]}</>}
      </p>
      {read === undefined ? (
        <p class="quiet">
          A plain value, with nothing in it that proves who made it. A session id is such: it means something
          only to the server.
        </p>
      ) : (
        <Parts parts={read} secrets={secrets} />
      )}
    </div>
  );
}

function Parts({ parts, secrets }: { readonly parts: CookieParts; readonly secrets: readonly string[] }) {
  const { payload, signedAtMs, signature } = parts;
  if (payload === undefined) {
    return <p>Encrypted: nobody but the server can read it, and nobody can change it unnoticed.</p>;
  }
  return (
    <>
      <dl>
        <dt>Payload</dt>
        <dd>
          <pre>{payload}</pre>
        </dd>
        {signedAtMs !== undefined && (
          <>
            <dt>Signed</dt>
            <dd>{dateText(signedAtMs)}</dd>
          </>
        )}
        <dt>Signature</dt>
        <dd class="jar-value">{signature}</dd>
      </dl>
      <p>Anyone who has it can read this; only who has the secret can change it.</p>
      <p role="status" data-verdict={verdictOf(parts, secrets).tone}>
        {verdictOf(parts, secrets).sentence}
      </p>
    </>
  );
}

function verdictOf(parts: CookieParts, secrets: readonly string[]) {
  if (secrets.length === 0) {
    return { tone: "open", sentence: "Not checked: enter the secret, or put it into .env." };
  }
  for (const secret of secrets) {
    const madeBy = checkSignature(parts, secret)?.madeBy;
    if (madeBy !== undefined)
      return {
        tone: "ok",
        sentence: `The signature holds: it was made with this secret, as ${madeBy} does.`,
      };
  }
  return {
    tone: "bad",
    sentence: "The signature does not hold: another secret made it, or the cookie was changed.",
  };
}

function heldOf(agent: string, cookies: readonly JarCookie[]): readonly Held[] {
  const companionOf = ({ name, domain }: JarCookie) =>
    cookies.find((other) => other.name === `${name}.sig` && other.domain === domain)?.value;
  const companions = new Set(cookies.map(({ name }) => `${name}.sig`));
  return cookies
    .filter(({ name }) => !companions.has(name))
    .map((cookie) => ({ agent, cookie, companion: companionOf(cookie) }));
}
