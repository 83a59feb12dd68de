import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import * as words from "../../words/en/code-gate.ts";
import { FileDiff } from "../diff/file-diff.tsx";
import type { TextFiles } from "../workspace.ts";
import type { CodeVisit, ForeignCode } from "./code-visit.ts";

/** What the learner wants to happen with somebody else's code. */
export type GateAnswer = "once" | "keep" | "leave";

export interface CodeGateOptions {
  /** Of the exercise or playground that it is for. */
  readonly title: string;
  readonly starter: TextFiles;
  readonly visit: CodeVisit;
  /** Whether it can be kept as a draft there. */
  readonly keeps: boolean;
  /** Whether an engine that shuts it off from this machine can run it. */
  readonly runs: boolean;
}

/** Shows what a link brought in `place`, which is emptied again; settles with the answer. Nothing is run or written before it. */
export function askAboutCode(place: HTMLElement, options: CodeGateOptions): Promise<GateAnswer> {
  return new Promise((resolve) => {
    const answer = (given: GateAnswer) => {
      render(null, place);
      resolve(given);
    };
    const { visit } = options;
    render(
      visit.kind === "nothing" ? (
        <NothingCame sentence={visit.sentence} onLeave={() => answer("leave")} />
      ) : (
        <CodeGate {...options} code={visit.code} onAnswer={answer} />
      ),
      place,
    );
  });
}

function NothingCame({ sentence, onLeave }: { readonly sentence: string; readonly onLeave: () => void }) {
  return (
    <section class="code-gate" aria-label={words.codeInLink}>
      <Heading>{words.noCode}</Heading>
      <p>{sentence}</p>
      <p>{words.ownUntouched}</p>
      <div class="code-gate-answers">
        <button type="button" class="button" data-primary="" onClick={onLeave}>
          {words.goOn}
        </button>
      </div>
    </section>
  );
}

interface GateProps extends CodeGateOptions {
  readonly code: ForeignCode;
  readonly onAnswer: (answer: GateAnswer) => void;
}

function CodeGate({ title, starter, code, keeps, runs, onAnswer }: GateProps) {
  const { changed, files, outdated } = code;
  return (
    <section class="code-gate" aria-label={words.codeInLink}>
      <Heading>{words.somebodyElses}</Heading>
      <p>{words.notYours(title)}</p>
      {outdated && <p>{words.outdated}</p>}
      <p>{words.filesDiffer(changed.length)}</p>
      <div class="code-gate-answers">
        {runs && (
          <button type="button" class="button" onClick={() => onAnswer("once")}>
            {words.runOnce}
          </button>
        )}
        {keeps && (
          <button type="button" class="button" onClick={() => onAnswer("keep")}>
            {words.keepBeside}
          </button>
        )}
        <button type="button" class="button" onClick={() => onAnswer("leave")}>
          {words.leave}
        </button>
      </div>
      {!runs && <p>{words.needsNode}</p>}
      <div class="code-gate-files">
        {changed.map((path) => (
          <FileDiff key={path} path={path} before={starter[path]} after={files[path]} />
        ))}
      </div>
    </section>
  );
}

/** Takes the focus, so that a reader hears where it is. */
function Heading({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
