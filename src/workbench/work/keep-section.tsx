import { useRef } from "preact/hooks";
import * as words from "../../words/en/work.ts";
import { numberText } from "../../words/number-text.ts";
import { dateText } from "../inspector/time-text.ts";
import type { CoursePlaces } from "./course-places.ts";
import type { Work } from "./work.ts";
import type { Offered, Storage, WorkModel } from "./work-model.ts";
import { changeTexts, countTexts, countWork } from "./work-summary.ts";

interface KeepSectionProps {
  readonly model: WorkModel;
  readonly work: Work;
  readonly places: CoursePlaces;
}

/** How much there is, and the ways to keep it: one file, the browser's promise. */
export function KeepSection({ model, work, places }: KeepSectionProps) {
  const input = useRef<HTMLInputElement>(null);
  const counts = countWork(work);
  const right = Object.values(work.lessons.predictions).filter((each) => each.right).length;
  const offered = model.offered.value;
  return (
    <>
      <dl class="work-figures">
        <Figure name={words.lessonsRead} value={counts.lessons} of={places.lessons.length} />
        <Figure
          name={words.checksSeen}
          value={counts.checks}
          of={places.lessons.flatMap(({ checks }) => checks).length}
        />
        <Figure name={words.predictionsRight} value={right} of={counts.predictions} />
        <Figure name={words.exercisesPassed} value={counts.passed} of={places.exercises.length} />
      </dl>
      <section class="work-keep" aria-labelledby="keep">
        <h2 id="keep">{words.keepIt}</h2>
        <p class="lead">{words.allIsHere}</p>
        <p class="work-buttons">
          <button type="button" class="button" data-primary="" onClick={() => model.save()}>
            {words.saveAll}
          </button>
          <button type="button" class="button" onClick={() => input.current?.click()}>
            {words.bringInFile}
          </button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label={words.aFile}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void model.offer(file);
              currentTarget.value = "";
            }}
          />
        </p>
        <div role="status">
          {offered !== undefined && <Offer model={model} work={work} offered={offered} />}
        </div>
        <StorageLine model={model} storage={model.storage.value} />
      </section>
    </>
  );
}

function Figure({ name, value, of }: { readonly name: string; readonly value: number; readonly of: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} <span>{words.of(of)}</span>
      </dd>
    </div>
  );
}

interface OfferProps {
  readonly model: WorkModel;
  readonly work: Work;
  readonly offered: Offered;
}

/** What is in the file and what it would change; nothing is done yet. */
function Offer({ model, work, offered }: OfferProps) {
  const changes = changeTexts(work, offered.merged);
  const contents = countTexts(countWork(offered.work));
  return (
    <div class="work-offer">
      <h3>{words.savedOn(offered.name, dateText(offered.savedAtMs))}</h3>
      <p>{contents.length === 0 ? words.nothingInIt : words.inIt(contents)}</p>
      {offered.left.length > 0 && <p>{words.leftOut(offered.left.join(", "))}</p>}
      {changes.length === 0 ? (
        <p>{words.nothingWouldChange}</p>
      ) : (
        <>
          <p>{words.nothingIsLost}</p>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
      <p class="work-buttons">
        {changes.length > 0 && (
          <button type="button" class="button" data-primary="" onClick={() => model.bringIn()}>
            {words.bringItIn}
          </button>
        )}
        <button type="button" class="button" onClick={() => model.withdraw()}>
          {changes.length > 0 ? words.leaveIt : words.good}
        </button>
      </p>
    </div>
  );
}

function StorageLine({
  model,
  storage,
}: {
  readonly model: WorkModel;
  readonly storage: Storage | undefined;
}) {
  if (storage === undefined) return null;
  return (
    <p class="work-storage">
      {usedText(storage)} {storage.promised ? words.promised : words.mayClear}{" "}
      {!storage.promised && (
        <button type="button" class="link-button" onClick={() => model.askToKeep()}>
          {words.askNotTo}
        </button>
      )}
    </p>
  );
}

function usedText({ usedBytes, limitBytes }: Storage): string {
  if (usedBytes === undefined || limitBytes === undefined) return words.sizeUnknown;
  return words.sizeUsed(sizeText(usedBytes), sizeText(limitBytes));
}

const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

function sizeText(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 1) return words.kilobytes(numberText(Math.ceil(bytes / 1_000)));
  return megabytes < 1_000
    ? words.megabytes(numberText(megabytes, TENTHS))
    : words.gigabytes(numberText(megabytes / 1_000, TENTHS));
}
