import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { TabList, tabElementId } from "../tabs.tsx";
import { CodeEditor } from "./code-editor.ts";
import type { EditorDesk } from "./editor-desk.ts";
import { FileMenu } from "./file-menu.tsx";

export function EditorRegion({ desk, id }: { readonly desk: EditorDesk; readonly id: string }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const panel = `${id}-panel`;
  const { workspace } = desk;
  const changed = workspace.changed.value;
  const tabs = desk.openFiles.value.map((path) => ({
    id: path,
    label: (
      <>
        <span title={path}>{tabName(path, desk.openFiles.value)}</span>
        {changed.has(path) && <span class="changed-dot" role="img" aria-label="changed" />}
        {desk.isReadonly(path) && <span class="quiet"> read only</span>}
      </>
    ),
  }));

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = new CodeEditor({
      parent: host.current,
      onEdit: (path, text) => workspace.write(path, text),
      onTabKey: (sentence) => desk.say(sentence),
      isReadonly: (path) => desk.isReadonly(path),
      onCursor: (line) => desk.noteCursor(line),
      describedBy: `${id}-keys`,
    });
    editor.current = made;
    made.show(desk.file.peek(), workspace.read(desk.file.peek()) ?? "");
    const off = workspace.onEdit(({ path, text }) => made.update(path, text ?? ""));
    return () => {
      off();
      made.destroy();
    };
  }, [desk]);

  useSignalEffect(() => {
    const path = desk.file.value;
    editor.current?.show(path, workspace.read(path) ?? "");
  });
  useSignalEffect(() => {
    editor.current?.mark(desk.errorMarks.value);
  });
  useSignalEffect(() => {
    const wish = desk.reveal.value;
    if (wish !== undefined) editor.current?.reveal(wish);
  });

  return (
    <>
      <div class="region-bar">
        <TabList
          label="Files"
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
        ref={host}
      />
      <p id={`${id}-keys`} class="visually-hidden">
        Tab moves on until you type or click here, then it indents. Escape frees it again. Control Enter
        checks, Control S runs.
      </p>
    </>
  );
}

/** The file's name, with its folder when another open file has the same name. */
function tabName(path: string, open: readonly string[]): string {
  const parts = path.split("/");
  const name = parts.at(-1) ?? path;
  const shared = open.filter((other) => other === name || other.endsWith(`/${name}`)).length > 1;
  return shared ? parts.slice(-2).join("/") : name;
}
