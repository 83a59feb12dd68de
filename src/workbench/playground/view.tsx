import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { render } from "preact";
import { useMemo } from "preact/hooks";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/playground.ts";
import { Bench } from "../bench.ts";
import { isAlive } from "../bench-state.ts";
import { bootPageEngine } from "../boot-page-engine.ts";
import { BrowserRegion } from "../browser/browser-region.tsx";
import { ClockControl } from "../clock-control.tsx";
import { ConsoleRegion } from "../console/console-region.tsx";
import { OutputRegion } from "../console/output-region.tsx";
import { DraftKeeper } from "../drafts/draft-keeper.ts";
import { indexedDraftStore } from "../drafts/indexed-draft-store.ts";
import { keepWhenLeaving } from "../drafts/keep-when-leaving.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { OtherTabLine } from "../drafts/other-tab-line.tsx";
import { tabChannel } from "../drafts/tab-channel.ts";
import { noJournal, storageJournal } from "../drafts/unsaved-journal.ts";
import { EditorDesk, type FilePlace } from "../editor/editor-desk.ts";
import { EditorRegion } from "../editor/editor-region.tsx";
import { Inspector } from "../inspector/inspector-when-needed.tsx";
import { printFiles } from "../print-files.ts";
import { ProcessList } from "../process-list.tsx";
import { DraftMenu } from "../screen/draft-menu.tsx";
import { DraftNotices } from "../screen/draft-notices.tsx";
import { GuestLine } from "../share/guest-line.tsx";
import { ShareMenu } from "../share/share-menu.tsx";
import type { Shareable } from "../share/shareable.ts";
import type { TimelineEntry } from "../timeline.ts";
import type { TextFiles } from "../workspace.ts";
import { playgroundDrafts } from "./playground-drafts.ts";
import { RequestLine } from "./request-line.tsx";
import type { CompletePlaygroundRequest, CompletePlaygroundSpec } from "./spec.ts";

export interface PlaygroundView {
  run(): Promise<void>;
  openFile(place: FilePlace): void;
  /** Puts the request into the line for requests and sends it. */
  send(request: CompletePlaygroundRequest): void;
  onExchanges(listener: (entries: readonly TimelineEntry[]) => void): () => void;
  unmount(): Promise<void>;
}

/** Puts the working playground in the place of the listing. Settles when earlier edits are back. */
export async function mountPlaygroundView(
  element: HTMLElement,
  spec: CompletePlaygroundSpec,
  guest?: TextFiles,
): Promise<PlaygroundView> {
  const bench = new Bench({
    files: spec.files,
    entry: spec.entry,
    port: spec.port,
    processes: spec.processes,
    hosts: spec.hosts,
    agents: spec.agents,
    bootEngine: bootPageEngine,
  });
  if (guest !== undefined) bench.workspace.replace(guest);
  const came = bench.workspace.files.peek();
  const ownerId = `playground:${spec.id}`;
  const drafts = new DraftKeeper({
    ownerId,
    workspace: bench.workspace,
    nowMs: Date.now,
    ...(guest === undefined
      ? {
          store: indexedDraftStore,
          journal: storageJournal(() => localStorage),
          channel: tabChannel(ownerId),
        }
      : { store: memoryDraftStore(), journal: noJournal }),
  });
  await drafts.restore();
  const stopKeeping = keepWhenLeaving({ drafts, workspace: bench.workspace, guest: guest && came });
  const desk = new EditorDesk({ bench, open: spec.open, readonly: spec.readonly });
  const wish = signal<CompletePlaygroundRequest | undefined>(undefined);
  element.replaceChildren();
  render(
    <PlaygroundPanel
      spec={spec}
      bench={bench}
      drafts={drafts}
      desk={desk}
      wish={wish}
      isGuest={guest !== undefined}
    />,
    element,
  );
  const stopPrinting = printFiles(element, bench.workspace, {
    paths: () => Object.keys(bench.workspace.files.peek()),
  });
  return {
    run: () => bench.run(),
    openFile: (place) => desk.openAt(place),
    send: (request) => {
      wish.value = { ...request };
    },
    onExchanges: (listener) => effect(() => listener(bench.timeline.entries.value)),
    unmount: async () => {
      stopKeeping();
      stopPrinting();
      await drafts.close();
      render(null, element);
      await bench.dispose();
    },
  };
}

function shareableOf(
  { id, title, setup, startPath }: CompletePlaygroundSpec,
  { workspace }: Bench,
): Shareable {
  return { ownerId: `playground:${id}`, name: id, title, setup, startPath, workspace };
}

interface PanelProps {
  readonly spec: CompletePlaygroundSpec;
  readonly bench: Bench;
  readonly drafts: DraftKeeper;
  readonly desk: EditorDesk;
  readonly wish: ReadonlySignal<CompletePlaygroundRequest | undefined>;
  /** It shows somebody else's code. */
  readonly isGuest: boolean;
}

function PlaygroundPanel({ spec, bench, drafts, desk, wish, isGuest }: PanelProps) {
  const id = `playground-${spec.id}`;
  const program = bench.program.value;
  const actions = useMemo(() => playgroundDrafts(drafts, bench.workspace), [drafts, bench]);
  return (
    <>
      <div class="playground-bar">
        <button type="button" class="button" data-primary="" onClick={() => bench.run()}>
          {words.run}
        </button>
        <button type="button" class="button" disabled={!isAlive(program)} onClick={() => bench.stop()}>
          {buttons.stop}
        </button>
        <button
          type="button"
          class="button"
          disabled={bench.workspace.changed.value.size === 0}
          onClick={() => actions.reset()}
        >
          {buttons.reset}
        </button>
        {drafts.snapshots.value.length > 0 && <DraftMenu model={actions} />}
        {!isGuest && <ShareMenu shareable={shareableOf(spec, bench)} />}
        <p class="run-status" role="status" data-bad={bench.troubled.value ? "" : undefined}>
          {bench.status.value}
        </p>
      </div>
      {isGuest && <GuestLine />}
      <ProcessList bench={bench} />
      <div role="status">
        <DraftNotices model={actions} workspace={bench.workspace} name={spec.id} />
        <OtherTabLine drafts={drafts} />
      </div>
      <section class="playground-editor" aria-label={words.editorOf(spec.title)}>
        <EditorRegion desk={desk} id={`${id}-editor`} />
      </section>
      <span class="visually-hidden" role="status">
        {desk.announcement.value}
      </span>
      {spec.terminal && (
        <section
          class="playground-console"
          data-terminal=""
          aria-label={words.consoleAndTerminalOf(spec.title)}
        >
          <OutputRegion
            bench={bench}
            drafts={drafts}
            onPosition={(position) => desk.openAt(position)}
            id={`${id}-output`}
          />
        </section>
      )}
      {!spec.terminal && bench.console.lines.value.length > 0 && (
        <section class="playground-console" aria-label={words.consoleOf(spec.title)}>
          <ConsoleRegion bench={bench} onPosition={(position) => desk.openAt(position)} />
        </section>
      )}
      {spec.view === "browser" ? (
        <section class="playground-browser" aria-label={words.browserOf(spec.title)}>
          <BrowserRegion bench={bench} startPath={spec.startPath} id={`${id}-browser`} clock={spec.clock} />
        </section>
      ) : null}
      {spec.clock && spec.view === "requests" && <ClockControl bench={bench} />}
      {spec.view === "requests" || spec.requests.length > 0 ? (
        <RequestLine
          bench={bench}
          requests={spec.requests}
          startPath={spec.startPath}
          id={`${id}-request`}
          wish={wish}
        />
      ) : null}
      <section class="playground-inspector" aria-label={words.inspectorOf(spec.title)}>
        <Inspector bench={bench} id={`${id}-inspector`} />
      </section>
    </>
  );
}
