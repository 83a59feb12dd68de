import { type Signal, signal, useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { FEEDBACK_LIMIT_BYTES, type Feedback, parseFeedback } from "../../assignment/feedback.ts";
import * as words from "../../words/en/feedback.ts";
import { faultText } from "./fault-text.ts";
import { FeedbackView } from "./feedback-view.tsx";

/** Opens a file from an instructor. It is read here and goes nowhere. */
function FeedbackPage({ feedback }: { readonly feedback: Signal<Feedback | undefined> }) {
  const trouble = useSignal<string | undefined>(undefined);
  const over = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [feedback.value]);
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    trouble.value = undefined;
    try {
      feedback.value = parseFeedback(await file.slice(0, FEEDBACK_LIMIT_BYTES + 1).text());
    } catch (error) {
      trouble.value = faultText(error);
    }
  };
  return (
    <>
      <section
        class="drop"
        aria-label={words.open}
        data-over={over.value ? "" : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          void open(event.dataTransfer?.files[0]);
        }}
      >
        <label class="button file-button" data-primary={feedback.value === undefined ? "" : undefined}>
          {feedback.value === undefined ? words.open : words.openAnother}
          <input
            type="file"
            class="visually-hidden"
            accept=".json,application/json"
            onChange={(event) => {
              void open(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
        <span class="quiet">{words.dropHere}</span>
      </section>
      <div role="alert">{trouble.value !== undefined && <p class="failure">{trouble.value}</p>}</div>
      {feedback.value !== undefined && <FeedbackView feedback={feedback.value} heading={heading} />}
    </>
  );
}

const place = document.getElementById("feedback");
if (place !== null) {
  place.replaceChildren();
  render(<FeedbackPage feedback={signal<Feedback | undefined>(undefined)} />, place);
}
