import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Assignment } from "../../assignment/assignment.ts";
import { handInFileName } from "../../assignment/file-names.ts";
import { canSeal } from "../../assignment/key-pair.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { sealHandIn } from "../../assignment/sealed-hand-in.ts";
import * as words from "../../words/en/assignment.ts";
import { saveFile } from "../inspector/copy/save-file.ts";
import type { CourseFacts } from "./course-exercises.ts";
import { faultText } from "./fault-text.ts";
import type { Receipt } from "./kept-assignments.ts";
import { LearnerFields } from "./learner-fields.tsx";
import { type PreparedHandIn, prepareHandIn } from "./prepare-hand-in.ts";
import { SentContents } from "./sent-contents.tsx";
import { dateInWords } from "./time-left.ts";
import type { WorkModel } from "./work-model.ts";

export interface HandInSectionProps {
  readonly model: WorkModel;
  readonly assignment: Assignment;
  readonly fingerprint: string;
  readonly course: CourseFacts;
}

/** Asks who it is, shows all that will be sent, seals it and saves the file. */
export function HandInSection({ model, assignment, fingerprint, course }: HandInSectionProps) {
  const prepared = useSignal<PreparedHandIn | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const nameMissing = useSignal(false);
  const done = useSignal<Receipt | undefined>(undefined);
  /** A second click makes no second hand-in. */
  const isSealing = useRef(false);
  const nameField = useRef<HTMLInputElement>(null);
  const contents = useRef<HTMLHeadingElement>(null);
  const receipt = useRef<HTMLHeadingElement>(null);
  useEffect(() => contents.current?.focus(), [prepared.value]);
  useEffect(() => receipt.current?.focus(), [done.value]);

  const look = async () => {
    const learner = model.learner.peek();
    nameMissing.value = learner.name.trim() === "";
    failure.value = undefined;
    done.value = undefined;
    if (nameMissing.peek()) {
      nameField.current?.focus();
      return;
    }
    const sequence = await model.nextNumber(fingerprint);
    try {
      const ready = await prepareHandIn({ assignment, learner, sequence, course });
      if (ready.handIn.exercises.length === 0) failure.value = words.nothingDone;
      // Not when it was sealed while it was read again: each hand-in has a number of its own.
      else if (sequence === (await model.nextNumber(fingerprint))) prepared.value = ready;
    } catch (error) {
      failure.value = faultText(error);
    }
  };

  const seal = async () => {
    const ready = prepared.peek();
    if (ready === undefined || isSealing.current) return;
    isSealing.current = true;
    try {
      const { handIn } = ready;
      const sealed = await sealHandIn(handIn, assignment.publicKey);
      if (!(await model.takeNumber(fingerprint, handIn.sequence))) {
        await Promise.all([look(), model.look()]);
        failure.value ??= words.handedInMeanwhile;
        return;
      }
      const made: Receipt = {
        fingerprint,
        sequence: handIn.sequence,
        madeAtMs: handIn.madeAtMs,
        code: receiptCode(sealed),
        fileName: handInFileName(handIn),
        sealed,
      };
      saveReceipt(made);
      await model.addReceipt(made);
      prepared.value = undefined;
      done.value = made;
    } catch (error) {
      failure.value = faultText(error);
    } finally {
      isSealing.current = false;
    }
  };

  return (
    <section class="hand-in" aria-labelledby="hand-in-title">
      <h2 id="hand-in-title">{words.handIn}</h2>
      <p>{words.howToHandIn}</p>
      {canSeal() ? (
        <>
          <LearnerFields model={model} nameField={nameField} nameMissing={nameMissing.value} />
          <p>
            <button
              type="button"
              class="button"
              data-primary={prepared.value === undefined ? "" : undefined}
              onClick={look}
            >
              {prepared.value === undefined ? words.seeWhatIsSent : words.readAgain}
            </button>
          </p>
        </>
      ) : (
        <p class="failure">{words.noWebCrypto}</p>
      )}
      <div role="alert">{failure.value !== undefined && <p class="failure">{failure.value}</p>}</div>
      {prepared.value !== undefined && (
        <div class="slip">
          <h3 tabIndex={-1} ref={contents}>
            {words.willBeSent}
          </h3>
          <SentContents prepared={prepared.value} course={course} />
          <p class="actions">
            <button type="button" class="button" data-primary="" onClick={seal}>
              {words.seal}
            </button>
            <button
              type="button"
              class="button"
              onClick={() => {
                prepared.value = undefined;
              }}
            >
              {words.notYet}
            </button>
          </p>
        </div>
      )}
      {done.value !== undefined && (
        <div class="slip" data-done="">
          <h3 tabIndex={-1} ref={receipt}>
            {words.savedAs(<code class="saved-file">{done.value.fileName}</code>)}
          </h3>
          <p>{words.uploadIt}</p>
          <p class="receipt-code">{done.value.code}</p>
        </div>
      )}
      {model.receipts.value.length > 0 && <Receipts receipts={model.receipts.value} />}
    </section>
  );
}

function Receipts({ receipts }: { readonly receipts: readonly Receipt[] }) {
  return (
    <>
      <h3>{words.receipts}</h3>
      <p class="quiet">{words.newestCounts}</p>
      <ul class="receipts">
        {receipts.map((receipt) => (
          <li key={receipt.code}>
            <code class="receipt-code">{receipt.code}</code>
            <span>{words.receiptOf(receipt.sequence, dateInWords(receipt.madeAtMs))}</span>
            <button
              type="button"
              class="button"
              aria-label={words.saveAgainNumber(receipt.sequence)}
              onClick={() => saveReceipt(receipt)}
            >
              {words.saveAgain}
            </button>
          </li>
        ))}
      </ul>
      <p class="quiet">{words.whereFeedback(<a href="/feedback/">{words.feedback}</a>)}</p>
    </>
  );
}

function saveReceipt({ fileName, sealed }: Receipt): void {
  saveFile(fileName, new Blob([sealed], { type: "application/octet-stream" }));
}
