import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { tryAgain } from "../../words/en/buttons.ts";
import * as words from "../../words/en/editor.ts";
import * as commandWords from "../../words/en/editor-commands.ts";
import { TabList, tabElementId } from "../tabs.tsx";
import type { ProjectTypes } from "../types/project-types.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { CodeEditor } from "./code-editor.ts";
import { EditorBar } from "./editor-bar.tsx";
import { offerEditorCommands } from "./editor-commands.ts";
import type { EditorDesk } from "./editor-desk.ts";
import { FileMenu } from "./file-menu.tsx";
import { StillText } from "./still-text.tsx";
import { useCodeEditor } from "./use-code-editor.ts";

export interface EditorRegionProps {
  readonly desk: EditorDesk;
  /** Tells the parts of several editors on one page apart. */
  readonly id: string;
  /** Brings the editor into sight, where another pane may be in front of it. */
  readonly bringForward?: () => void;
  /** Called when one can type. */
  readonly onThere?: () => void;
}

export function EditorRegion({ desk, id, bringForward = () => {}, onThere }: EditorRegionProps) {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const { editor, failure, load, whenThere } = useCodeEditor(desk, {
    host,
    describedBy: `${id}-keys`,
    onThere,
  });
  const types = useSignal<ProjectTypes | undefined>(undefined);
  const problems = useProblemList();
  const panel = `${id}-panel`;
  const { workspace } = desk;
  const changed = workspace.changed.value;
  const tabs = desk.openFiles.value.map((path) => ({
    id: path,
    label: (
      <>
        <span title={path}>{tabName(path, desk.openFiles.value)}</span>
        {changed.has(path) && <span class="changed-dot" role="img" aria-label={words.changed} />}
        {desk.isReadonly(path) && <span class="quiet">{words.readOnly}</span>}
      </>
    ),
  }));

  useTypes(desk, host, editor, types);

  useSignalEffect(() => {
    const path = desk.file.value;
    editor.value?.show(path, workspace.read(path) ?? "");
  });
  useSignalEffect(() => {
    editor.value?.mark(desk.errorMarks.value);
  });
  useSignalEffect(() => {
    editor.value?.showProblems(types.value?.problems.value ?? []);
  });
  useSignalEffect(() => {
    const wish = desk.reveal.value;
    if (wish !== undefined) editor.value?.reveal(wish);
  });

  const find = async () => (await whenThere()).find();
  const format = () => {
    whenThere()
      .then((there) => there.format())
      .then(
        (sentence) => desk.remark(sentence),
        (error: unknown) => desk.remark(words.formatterFailed(messageOf(error))),
      );
  };
  const press = async (key: string) => {
    const isKnown = await (await whenThere()).press(key);
    if (isKnown === false) desk.remark(commandWords.needsTypes);
  };
  useEffect(() => {
    if (root.current === null) return undefined;
    const forward =
      <Args extends readonly unknown[]>(act: (...args: Args) => unknown) =>
      (...args: Args) => {
        bringForward();
        return act(...args);
      };
    return offerEditorCommands(root.current, {
      find: forward(find),
      format: forward(format),
      listProblems: forward(problems.open),
      press: forward(press),
    });
  }, [desk]);
  useEffect(() => {
    const gone = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (event.code === "KeyF" && event.shiftKey && event.altKey) format();
      else if (event.code === "KeyM" && event.shiftKey && (event.ctrlKey || event.metaKey)) problems.toggle();
      else return;
      event.preventDefault();
    };
    root.current?.addEventListener("keydown", onKey, { signal: gone.signal });
    return () => gone.abort();
  }, [desk]);
  const list = { id: `${id}-problems`, isOpen: problems.isOpen.value, toggle: problems.toggle };
  return (
    <div class="editor" ref={root}>
      <div class="region-bar">
        <TabList
          label={words.files}
          tabs={tabs}
          selected={desk.file.value}
          onSelect={(path) => desk.openFile(path)}
          panel={panel}
        />
        <FileMenu desk={desk} id={`${id}-files`} />
      </div>
      <div
        class="editor-host"
        role="tabpanel"
        id={panel}
        aria-labelledby={tabElementId(panel, desk.file.value)}
        hidden={desk.file.value === ""}
        ref={host}
      >
        {editor.value === undefined && failure.value === undefined && (
          <StillText text={workspace.read(desk.file.value) ?? ""} />
        )}
        {failure.value !== undefined && (
          <p class="failure editor-failure">
            {words.editorFailed(failure.value)}{" "}
            <button type="button" class="small-button" onClick={load}>
              {tryAgain}
            </button>
          </p>
        )}
      </div>
      {desk.file.value === "" && <p class="notice">{words.noFileAtAll}</p>}
      {problems.isOpen.value && problems.module.value !== undefined && (
        <problems.module.value.ProblemList
          desk={desk}
          types={types}
          id={list.id}
          onClose={() => {
            problems.toggle();
            editor.peek()?.focus();
          }}
        />
      )}
      <EditorBar desk={desk} types={types} list={list} onFind={() => void find()} onFormat={format} />
      <p id={`${id}-keys`} class="visually-hidden">
        {words.keys}
      </p>
    </div>
  );
}

/** The list of problems, whose code is fetched when it is first opened. */
function useProblemList() {
  const isOpen = useSignal(false);
  const { module, load } = useWhenNeeded(() => import("./problem-list.tsx"));
  const toggle = () => {
    load();
    isOpen.value = !isOpen.peek();
  };
  const open = () => {
    if (!isOpen.peek()) toggle();
  };
  return { isOpen, module, toggle, open };
}

/** Begins TypeScript in idle time after the editor is first used, and ends it with the editor. */
function useTypes(
  desk: EditorDesk,
  host: { readonly current: HTMLElement | null },
  editor: ReadonlySignal<CodeEditor | undefined>,
  types: Signal<ProjectTypes | undefined>,
): void {
  useEffect(() => {
    const gone = new AbortController();
    const begin = async () => {
      const { startTypes } = await import("./type-support.ts");
      if (gone.signal.aborted) return;
      const started = startTypes(desk);
      gone.signal.addEventListener("abort", () => started.types.close(), { once: true });
      editor.peek()?.extend(started.extension);
      types.value = started.types;
    };
    host.current?.addEventListener(
      "focusin",
      () =>
        whenIdle(() => {
          begin().catch((error: unknown) => desk.say(words.typesFailed(messageOf(error))));
        }),
      { once: true, signal: gone.signal },
    );
    return () => gone.abort();
  }, [desk]);
  useSignalEffect(() => {
    const state = types.value?.client.state.value;
    if (state?.kind === "failed") desk.say(state.message);
  });
}

function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(task, { timeout: 1_000 });
  else setTimeout(task, 100);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The file's name, with its folder when another open file has the same name. */
function tabName(path: string, open: readonly string[]): string {
  const parts = path.split("/");
  const name = parts.at(-1) ?? path;
  const shared = open.filter((other) => other === name || other.endsWith(`/${name}`)).length > 1;
  return shared ? parts.slice(-2).join("/") : name;
}
