import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LINK_LIMIT_BYTES } from "../../assignment/assignment-link.ts";
import type { AssignModel, LinkState } from "./assign-model.ts";
import { lmsText } from "./lms-text.ts";
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
    return (
      <p class="quiet">
        {problems.value.length > 0
          ? "The form above has something to mend first; it is marked there."
          : "The link stands here when the form is complete and the key's file is in your hands."}
      </p>
    );
  }
  return <ReadyLink state={state} />;
}

function ReadyLink({ state }: { readonly state: Extract<LinkState, { kind: "ready" }> }) {
  const { link, assignment } = state;
  const fragmentBytes = link.length - link.indexOf("#") - 1;
  return (
    <>
      <div class="slip">
        <h3>Your link</h3>
        <p class="link-text">
          <a href={link}>{link}</a>
        </p>
        <p class="quiet">
          All of the assignment is in the link, {fragmentBytes} of at most {LINK_LIMIT_BYTES} bytes: nothing
          is stored anywhere. Keep it with the key: grading asks for both, and this page opens it again to
          change a copy. A changed copy is another assignment with another link.
        </p>
        <CopyButton label="Copy the link" text={link} />
      </div>
      <QrOf link={link} />
      <h3>To paste into your learning platform</h3>
      <pre class="lms-text">{lmsText(assignment, link)}</pre>
      <CopyButton label="Copy the text" text={lmsText(assignment, link)} />
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
    return (
      <p class="quiet">
        There is no QR code for this link: it has {link.length} bytes, and phones read codes of more than
        1,200 badly. Shorten the instructions, or give the link as text.
      </p>
    );
  }
  const { size, path } = code.value;
  return (
    <figure class="qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label="The link as a QR code"
        shape-rendering="crispEdges"
      >
        <rect class="qr-light" width={size} height={size} />
        <path class="qr-dark" d={path} />
      </svg>
      <figcaption class="quiet">The same link for a screen in front of the class.</figcaption>
    </figure>
  );
}

function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const said = useSignal("");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        said.value = "Copied.";
      },
      () => {
        said.value = "The browser did not let the page copy. Select the text and copy it by hand.";
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
