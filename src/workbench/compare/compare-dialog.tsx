import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/compare.ts";
import * as diffWords from "../../words/en/diff.ts";
import * as draftWords from "../../words/en/drafts.ts";
import "../../styles/compare.css";
import { untracked, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useWide } from "../browser/use-wide.ts";
import { DiffLines } from "../diff/diff-lines.tsx";
import { lineDiff } from "../diff/line-diff.ts";
import { dateText } from "../inspector/time-text.ts";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import { TabList, tabElementId } from "../tabs.tsx";
import { keepToastsOf, toast } from "../toasts/toast.ts";
import type { TextFiles, Workspace } from "../workspace.ts";
import { type ComparedTexts, showSideBySide } from "./compare-view.ts";
import { type CompareWith, Comparisons } from "./comparisons.ts";

const PANEL = "compare-panel";
const SIDE_BY_SIDE_REM = 60;

interface CompareParts {
  readonly comparisons: Comparisons;
  readonly workspace: Workspace;
}

/** The learner's files beside others, over everything else until it is closed. */
export function CompareDialog({ model }: { readonly model: WorkbenchModel }) {
  const { workspace } = model.bench;
  const comparisons = useMemo(() => comparisonsOf(model), [model]);
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    const wish = model.compareWish.value;
    // What is compared changes with each edit, which is no wish to see it.
    if (wish !== undefined) untracked(() => void comparisons.compare(wish.other, wish.path));
  });
  const wide = useWide(dialog, SIDE_BY_SIDE_REM).value;
  const other = comparisons.open.value;
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (other !== undefined && !element.open) element.showModal();
    if (other === undefined && element.open) element.close();
  }, [other]);
  return (
    <dialog
      class="compare"
      ref={dialog}
      aria-labelledby="compare-title"
      onClose={({ currentTarget }) => {
        keepToastsOf(currentTarget);
        comparisons.close();
      }}
    >
      {other !== undefined && (
        <>
          <div class="compare-head">
            <h2 id="compare-title">{titleOf(other)}</h2>
            <button type="button" class="button" onClick={() => comparisons.close()}>
              {buttons.close}
            </button>
          </div>
          <Content comparisons={comparisons} workspace={workspace} other={other} wide={wide} />
        </>
      )}
      <div class="toasts" role="status" aria-atomic="false" />
    </dialog>
  );
}

interface ContentProps extends CompareParts {
  readonly other: CompareWith;
  readonly wide: boolean;
}

function Content(props: ContentProps) {
  const { comparisons } = props;
  const comparison = comparisons.comparison.value;
  switch (comparison.kind) {
    case "gate":
      return (
        <div class="compare-words">
          <p>{words.notPassedYet}</p>
          <button type="button" class="button" data-primary="" onClick={() => comparisons.showSolution()}>
            {words.showAnyway}
          </button>
        </div>
      );
    case "loading":
      return <p class="compare-words">{words.onItsWay}</p>;
    case "failed":
      return (
        <div class="compare-words" role="alert">
          <p>{words.failed(comparison.message)}</p>
          <button type="button" class="button" onClick={() => comparisons.showSolution()}>
            {buttons.tryAgain}
          </button>
        </div>
      );
    case "shown":
      return <Files {...props} files={comparison.files} />;
  }
}

function Files({ comparisons, workspace, other, wide, files }: ContentProps & { readonly files: TextFiles }) {
  const paths = comparisons.differing(files);
  const path = comparisons.path.value ?? paths[0];
  const mine = path === undefined ? undefined : workspace.files.value[path];
  const theirs = path === undefined ? undefined : files[path];
  if (path === undefined) return <p class="compare-words">{sameText(other)}</p>;
  const texts = comparedTexts(other, path, { mine, theirs });
  return (
    <>
      <TabList
        label={words.files}
        tabs={paths.map((each) => ({ id: each, label: each }))}
        selected={path}
        onSelect={(each) => comparisons.showFile(each)}
        panel={PANEL}
      />
      {wide && (
        <div class="compare-sides" aria-hidden="true">
          <span>{texts.before.name}</span>
          <span>{texts.after.name}</span>
        </div>
      )}
      <div class="compare-host" id={PANEL} role="tabpanel" aria-labelledby={tabElementId(PANEL, path)}>
        {wide ? (
          <SideBySide {...texts} />
        ) : (
          <DiffLines
            label={diffWords.whatDiffers(path)}
            lines={lineDiff(texts.before.text, texts.after.text)}
          />
        )}
      </div>
      <div class="compare-foot">
        <p>{stateText(other, mine, theirs)}</p>
        <button
          type="button"
          class="button"
          data-primary=""
          disabled={mine === theirs}
          onClick={() => comparisons.take(path)}
        >
          {takeText(other)}
        </button>
      </div>
    </>
  );
}

function SideBySide({ path, before, after }: ComparedTexts) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const gone = new AbortController();
    void showSideBySide(parent, { path, before, after }).then((end) => {
      if (gone.signal.aborted) end();
      else gone.signal.addEventListener("abort", end);
    });
    return () => gone.abort();
  }, [path, before.name, before.text, after.name, after.text]);
  return <div ref={host} />;
}

function comparisonsOf(model: WorkbenchModel): Comparisons {
  return new Comparisons({
    workspace: model.bench.workspace,
    drafts: model.drafts,
    fetchSolution: () => model.fetchSolution(),
    isSolutionOpen: () => model.isSolutionOpen,
    onSolutionShown: () => void model.noteSolutionShown(),
    onTaken: (path) => void model.noteTaken(path),
    onNotKept: () => toast(draftWords.leftAsTheyAre),
  });
}

function titleOf(other: CompareWith): string {
  switch (other.kind) {
    case "starter":
      return words.whatYouChanged;
    case "solution":
      return words.besideSolution;
    case "draft":
      return words.besideDraft(dateText(other.snapshot.takenAtMs));
  }
}

/** `undefined`: that side has no such file. */
interface Texts {
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}

/** From the exercise's own to what the learner made of it; or from what the learner has to what can be taken. */
function comparedTexts(
  { kind }: CompareWith,
  path: string,
  { mine = "", theirs = "" }: Texts,
): ComparedTexts {
  switch (kind) {
    case "starter":
      return {
        path,
        before: { name: words.exercisesOwn, text: theirs },
        after: { name: words.yours, text: mine },
      };
    case "solution":
      return {
        path,
        before: { name: words.yours, text: mine },
        after: { name: words.solution, text: theirs },
      };
    case "draft":
      return {
        path,
        before: { name: words.yoursNow, text: mine },
        after: { name: words.draft, text: theirs },
      };
  }
}

function sameText({ kind }: CompareWith): string {
  switch (kind) {
    case "starter":
      return words.changedNothing;
    case "solution":
      return words.sameAsSolution;
    case "draft":
      return words.sameAsDraft;
  }
}

function stateText(other: CompareWith, mine: string | undefined, theirs: string | undefined): string {
  if (mine === theirs) return words.sameOnBothSides;
  if (theirs === undefined) {
    switch (other.kind) {
      case "starter":
        return words.youMadeIt;
      case "solution":
        return words.notInSolution;
      case "draft":
        return words.notInDraft;
    }
  }
  if (mine === undefined) return words.notYours;
  return other.kind === "solution" ? words.asRight : "";
}

function takeText({ kind }: CompareWith): string {
  switch (kind) {
    case "starter":
      return words.goBack;
    case "solution":
    case "draft":
      return words.takeFile;
  }
}
