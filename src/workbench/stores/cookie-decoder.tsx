import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import * as words from "../../words/en/stores.ts";
import type { Bench } from "../bench.ts";
import { dateText } from "../inspector/time-text.ts";
import { type CookieParts, formatNames, readCookieParts } from "./cookie-parts.ts";
import { checkSignature } from "./cookie-signature.ts";
import { type HeldCookie, heldCookies } from "./held-cookies.ts";
import { knownSecrets } from "./known-secrets.ts";
import { type OpenedCookie, openSealed } from "./sealed-cookie.ts";

/** The cookies of all browsers whose form is known, with what anyone can read in them and what protects them. */
export function CookieDecoder({ bench, id }: { readonly bench: Bench; readonly id: string }) {
  const secret = useSignal("");
  const held = useComputed(() =>
    bench.agents.flatMap(({ name, cookies }) => heldCookies(name, cookies.value)),
  );
  const known = useComputed(() => knownSecrets(bench.workspace.files.value));
  const field = `${id}-secret`;
  return (
    <>
      <p class="store-secret">
        <label for={field}>{words.secret}</label>
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
        {known.value.length > 0 && <span class="quiet">{words.triedToo}</span>}
      </p>
      {held.value.length === 0 && <p class="quiet">{words.noCookie}</p>}
      <ul class="store-cookies">
        {held.value.map((each) => (
          <li key={`${each.agent} ${each.cookie.domain} ${each.cookie.path} ${each.cookie.name}`}>
            <Cookie held={each} secrets={[...(secret.value === "" ? [] : [secret.value]), ...known.value]} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface CookieProps {
  readonly held: HeldCookie;
  readonly secrets: readonly string[];
}

function Cookie({ held, secrets }: CookieProps) {
  const { agent, cookie, signature } = held;
  const parts = useSignal<CookieParts | undefined>(undefined);
  const { name, value } = cookie;
  useEffect(() => {
    let gone = false;
    void readCookieParts(name, value, signature).then((read) => {
      if (!gone) parts.value = read;
    });
    return () => {
      gone = true;
    };
  }, [name, value, signature]);
  const read = parts.value;
  return (
    <div class="taken-apart">
      <p class="record-title">
        {words.cookieOf<ComponentChild>(<span class="cookie">{name}</span>, agent)}
        {read !== undefined && <> · {formatNames[read.format]}</>}
      </p>
      {read === undefined && <p class="quiet">{words.plainValue}</p>}
      {read?.format === "sealed" && <Sealed held={held} secrets={secrets} />}
      {read?.payload !== undefined && <Signed parts={read} secrets={secrets} />}
    </div>
  );
}

function Sealed({ held: { cookie, parts }, secrets }: CookieProps) {
  const opened = firstOpened(cookie.name, parts, secrets);
  return (
    <>
      {opened !== undefined && (
        <dl>
          <dt>{words.inside}</dt>
          <dd>
            <pre>{opened.payload}</pre>
          </dd>
          <dt>{words.sealed}</dt>
          <dd>{dateText(opened.sealedAtMs)}</dd>
        </dl>
      )}
      <p>{words.encrypted}</p>
      <p role="status" data-verdict={opened !== undefined ? "ok" : secrets.length === 0 ? "open" : "bad"}>
        {sealedVerdict(opened, secrets)}
      </p>
    </>
  );
}

function firstOpened(
  name: string,
  parts: readonly string[],
  secrets: readonly string[],
): OpenedCookie | undefined {
  for (const secret of secrets) {
    const opened = openSealed(name, parts, secret);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function sealedVerdict(opened: OpenedCookie | undefined, secrets: readonly string[]): string {
  if (opened !== undefined) return words.opened;
  if (secrets.length === 0) return words.notOpened;
  return words.doesNotOpen;
}

function Signed({ parts, secrets }: { readonly parts: CookieParts; readonly secrets: readonly string[] }) {
  const { payload, signedAtMs, signature } = parts;
  const verdict = verdictOf(parts, secrets);
  return (
    <>
      <dl>
        <dt>{words.payload}</dt>
        <dd>
          <pre>{payload}</pre>
        </dd>
        {signedAtMs !== undefined && (
          <>
            <dt>{words.signed}</dt>
            <dd>{dateText(signedAtMs)}</dd>
          </>
        )}
        <dt>{words.signature}</dt>
        <dd class="jar-value">{signature}</dd>
      </dl>
      <p>{words.anyoneCanRead}</p>
      <p role="status" data-verdict={verdict.tone}>
        {verdict.sentence}
      </p>
    </>
  );
}

function verdictOf(parts: CookieParts, secrets: readonly string[]) {
  if (secrets.length === 0) {
    return { tone: "open", sentence: words.notChecked };
  }
  for (const secret of secrets) {
    const madeBy = checkSignature(parts, secret)?.madeBy;
    if (madeBy !== undefined)
      return {
        tone: "ok",
        sentence: words.holds(madeBy),
      };
  }
  return {
    tone: "bad",
    sentence: words.doesNotHold,
  };
}
