import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LINK_LIMIT_BYTES } from "../../assignment/assignment-link.ts";
import * as words from "../../words/en/assign.ts";
import type { AssignModel, LinkState } from "./assign-model.ts";
import { gradeCommand, lmsText } from "./lms-text.ts";
import type { QrCode } from "./qr-modules.ts";

/** The link, as text to copy, as a QR code, and as what to paste into a learning platform. */
export function LinkStep({ model }: { readonly model: AssignModel }) {
  const state = model.link.value;
  if (state.kind === "failed") {
    return (
      <p class="failure" role="alert">
        {state.message}
      </p>
    );
  }
  if (state.kind === "none") {
    const { problems } = model;
    return <p class="quiet">{problems.value.length > 0 ? words.mendFirst : words.linkComes}</p>;
  }
  return <ReadyLink state={state} keyFile={model.keyFileName} />;
}

interface ReadyLinkProps {
  readonly state: Extract<LinkState, { kind: "ready" }>;
  readonly keyFile: string;
}

function ReadyLink({ state, keyFile }: ReadyLinkProps) {
  const { link, assignment } = state;
  const fragmentBytes = link.length - link.indexOf("#") - 1;
  return (
    <>
      <div class="slip">
        <h3>{words.yourLink}</h3>
        <p class="link-text">
          <a href={link}>{link}</a>
        </p>
        <p class="quiet">{words.allIsInLink(fragmentBytes, LINK_LIMIT_BYTES)}</p>
        <CopyButton label={words.copyLink} text={link} />
      </div>
      <QrOf link={link} />
      <h3>{words.toPaste}</h3>
      <pre class="lms-text">{lmsText(assignment, link)}</pre>
      <CopyButton label={words.copyText} text={lmsText(assignment, link)} />
      <h3>{words.toGrade}</h3>
      <p class="quiet">
        {words.whereToGrade(<code>./downloads</code>)} <a href="/instructors/">{words.howGradingWorks}</a>
      </p>
      <pre class="lms-text">{gradeCommand(link, keyFile)}</pre>
      <CopyButton label={words.copyCommand} text={gradeCommand(link, keyFile)} />
    </>
  );
}

function QrOf({ link }: { readonly link: string }) {
  const code = useSignal<QrCode | "too-long" | undefined>(undefined);
  useEffect(() => {
    let current = true;
    import("./qr-modules.ts").then(
      ({ qrOf }) => {
        if (current) code.value = qrOf(link) ?? "too-long";
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [link]);
  if (code.value === undefined) return null;
  if (code.value === "too-long") {
    return <p class="quiet">{words.noQrCode(link.length)}</p>;
  }
  const { size, path } = code.value;
  return (
    <figure class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.qrCode} shape-rendering="crispEdges">
        <rect class="qr-light" width={size} height={size} />
        <path class="qr-dark" d={path} />
      </svg>
      <figcaption class="quiet">{words.forAScreen}</figcaption>
    </figure>
  );
}

function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const said = useSignal("");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        said.value = words.copied;
      },
      () => {
        said.value = words.copyByHand;
      },
    );
  return (
    <p class="actions">
      <button type="button" class="button" onClick={copy}>
        {label}
      </button>
      <span role="status">{said.value}</span>
    </p>
  );
}
