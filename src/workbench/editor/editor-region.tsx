import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { TabList, tabElementId } from "../tabs.tsx";
import { CodeEditor } from "./code-editor.ts";
import type { EditorDesk } from "./editor-desk.ts";

export function EditorRegion({ desk, id }: { readonly desk: EditorDesk; readonly id: string }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const panel = `${id}-panel`;
  const { workspace } = desk;
  const changed = workspace.changed.value;
  const closed = Object.keys(workspace.files.value).filter((path) => !desk.openFiles.value.includes(path));
  const tabs = desk.openFiles.value.map((path) => ({
    id: path,
    label: (
      <>
        <span title={path}>{path.slice(path.lastIndexOf("/") + 1)}</span>
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
        {closed.length > 0 && (
          <select
            class="file-list"
            aria-label="Open another file"
            value=""
            onChange={(event) => desk.openFile(event.currentTarget.value)}
          >
            <option value="">More files</option>
            {closed.map((path) => (
              <option key={path} value={path}>
                {path}
              </option>
            ))}
          </select>
        )}
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
