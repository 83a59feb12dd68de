import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
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
    <section class="code-gate" aria-label="The code in this link">
      <Heading>No code came with this link</Heading>
      <p>{sentence}</p>
      <p>Your own work is untouched.</p>
      <div class="code-gate-answers">
        <button type="button" class="button" data-primary="" onClick={onLeave}>
          Go on to my own work
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
    <section class="code-gate" aria-label="The code in this link">
      <Heading>Somebody else’s code</Heading>
      <p>
        This link carries code for “{title}”. It is not yours, and this course does not know whose it is. None
        of it has run, and your own work is untouched.
      </p>
      {outdated && (
        <p>
          It was written for another version of this program than the one here, so it may not run as it did
          for whoever sent it.
        </p>
      )}
      <p>
        {changed.length === 1
          ? "One file differs from the course’s own. Read it before you run it."
          : `${changed.length} files differ from the course’s own. Read them before you run them.`}
      </p>
      <div class="code-gate-answers">
        {runs && (
          <button type="button" class="button" onClick={() => onAnswer("once")}>
            Run it once, keeping nothing
          </button>
        )}
        {keeps && (
          <button type="button" class="button" onClick={() => onAnswer("keep")}>
            Keep it beside my work, as a draft
          </button>
        )}
        <button type="button" class="button" onClick={() => onAnswer("leave")}>
          Leave it
        </button>
      </div>
      {!runs && (
        <p>
          It needs real Node, where nothing would shut it off from your machine. So it is not run from a link.
        </p>
      )}
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
