import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CookieJar } from "../../web/cookie-jar.ts";
import * as words from "../../words/en/jar.ts";
import { CookieDecisions } from "./exchange-parts.tsx";
import type { InspectorModel } from "./inspector-model.ts";
import { JarTable } from "./jar-table.tsx";
import { SITUATIONS, wouldSend } from "./would-send.ts";

/** Each browser's jar, and where its cookies would go. */
export function JarView({ model, id }: { readonly model: InspectorModel; readonly id: string }) {
  return (
    <>
      {model.jars.map((jar) => (
        <JarTable key={jar.agent.name} model={model} jar={jar} />
      ))}
      <JarQuestions model={model} id={id} />
    </>
  );
}

/** "Where would they go?": asks each jar about a request, without sending it. */
function JarQuestions({ model, id }: { readonly model: InspectorModel; readonly id: string }) {
  const address = useSignal(`${model.bench.origin}/`);
  const situationId = useSignal(SITUATIONS[0].id);
  const jarClass = useSignal<typeof CookieJar | undefined>(undefined);
  useEffect(() => {
    // The browsers have fetched it already, with the list of public suffixes.
    void import("../../web/cookie-jar.ts").then(({ CookieJar: loaded }) => {
      jarClass.value = loaded;
    });
  }, []);
  const Jar = jarClass.value;
  const jars = model.jars.filter(({ cookies }) => cookies.length > 0);
  if (jars.length === 0) return null;
  const url = URL.parse(address.value);
  const situation = SITUATIONS.find((each) => each.id === situationId.value) ?? SITUATIONS[0];
  const isAsked = url !== null && /^https?:$/.test(url.protocol);
  return (
    <section class="jar-questions" aria-labelledby={`${id}-would-go`}>
      <h3 id={`${id}-would-go`}>{words.whereWouldTheyGo}</h3>
      <div class="jar-form">
        <label for={`${id}-would-go-to`}>{words.requestTo}</label>
        <input
          id={`${id}-would-go-to`}
          type="text"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          value={address.value}
          onInput={({ currentTarget }) => {
            address.value = currentTarget.value;
          }}
        />
        <label for={`${id}-would-go-by`}>{words.madeBy}</label>
        <select
          id={`${id}-would-go-by`}
          value={situation.id}
          onChange={({ currentTarget }) => {
            situationId.value = currentTarget.value;
          }}
        >
          {SITUATIONS.map((each) => (
            <option key={each.id} value={each.id}>
              {each.label}
            </option>
          ))}
        </select>
      </div>
      <div role="status">
        {!isAsked && <p class="quiet">{words.wholeAddress}</p>}
        {isAsked &&
          Jar !== undefined &&
          jars.map(({ agent, cookies }) => (
            <div key={agent.name} class="jar-answer">
              {jars.length > 1 && <h4>{agent.name}</h4>}
              <CookieDecisions
                decisions={wouldSend(Jar, {
                  cookies,
                  url,
                  situation,
                  nowMs: model.momentMs,
                  policy: agent.userAgent.value?.jar.policy,
                })}
              />
            </div>
          ))}
      </div>
    </section>
  );
}
