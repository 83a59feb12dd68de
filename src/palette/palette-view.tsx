import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import * as buttons from "../words/en/buttons.ts";
import * as words from "../words/en/palette-dialog.ts";
import { keysText } from "./keys.ts";
import type { PaletteGroup, PaletteItem, PaletteModel } from "./palette-model.ts";
import type { ExcerptPiece } from "./search/excerpt.ts";
import type { PageKind } from "./search/search-page.ts";

export interface PaletteViewProps {
  readonly model: PaletteModel;
  readonly isMac: boolean;
  /** `aside`: in a tab of its own, where that makes sense. */
  readonly onTake: (item: PaletteItem, aside: boolean) => void;
  readonly onClose: () => void;
}

const LIST = "palette-list";
const LINES_OF_A_PAGE = 8;
/** A pasted page of text would keep the search, and the page, for half a minute. */
const TYPED_AT_MOST = 200;

/** A combobox of the ARIA pattern: the focus stays in the field, and `aria-activedescendant` follows the choice. */
export function PaletteView({ model, isMac, onTake, onClose }: PaletteViewProps) {
  const list = useRef<HTMLDivElement>(null);
  const { chosen } = model;
  const items = model.items.value;
  useSignalEffect(() => {
    const element = document.getElementById(optionId(model.chosen));
    // The first line shows its group's heading too.
    if (model.chosen === 0) list.current?.scrollTo({ top: 0 });
    else element?.scrollIntoView({ block: "nearest" });
  });
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const act = actionOf(event);
    if (act === undefined) return;
    event.preventDefault();
    if (act.kind === "move") model.move(act.by);
    else if (act.kind === "close") onClose();
    else if (act.kind === "take") {
      const item = model.items.peek()[model.chosen];
      if (item !== undefined) onTake(item, act.aside);
    }
  };
  return (
    <div class="palette">
      <div class="palette-field">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="8.5" cy="8.5" r="5.5" />
          <path d="m12.500 12.500 5 5" />
        </svg>
        <input
          type="text"
          role="combobox"
          aria-label={words.search}
          placeholder={words.search}
          aria-expanded={items.length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={chosen < 0 ? undefined : optionId(chosen)}
          maxLength={TYPED_AT_MOST}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          enterkeyhint="go"
          value={model.typed.value}
          onInput={(event) => model.type(event.currentTarget.value)}
          onKeyDown={press}
        />
        <button type="button" class="palette-close" onClick={onClose}>
          {buttons.close}
        </button>
      </div>
      <div
        class="palette-list"
        id={LIST}
        role="listbox"
        aria-label={words.results}
        ref={list}
        hidden={items.length === 0}
      >
        {model.groups.value.map((group) => (
          <Group key={group.title} group={group} model={model} isMac={isMac} onTake={onTake} />
        ))}
      </div>
      <p class="palette-status" role="status">
        {model.announcement.value}
      </p>
      <p class="palette-hints" aria-hidden="true">
        <span>{words.choose(<kbd>↑</kbd>, <kbd>↓</kbd>)}</span>
        <span>{words.open(<kbd>Enter</kbd>)}</span>
        <span>{words.inNewTab(<kbd>{keysText("Mod+Enter", isMac)}</kbd>)}</span>
        <span>{words.commandsOnly(<kbd>&gt;</kbd>)}</span>
      </p>
    </div>
  );
}

interface GroupProps extends Pick<PaletteViewProps, "model" | "isMac" | "onTake"> {
  readonly group: PaletteGroup;
}

function Group({ group, model, isMac, onTake }: GroupProps) {
  const [begin] = group.items;
  const first = begin === undefined ? 0 : model.items.value.indexOf(begin);
  return (
    <fieldset class="palette-group">
      <legend>{group.title}</legend>
      {group.items.map((item, index) => (
        <Option
          key={keyOf(item)}
          item={item}
          index={first + index}
          model={model}
          isMac={isMac}
          onTake={onTake}
        />
      ))}
    </fieldset>
  );
}

interface OptionProps extends Pick<PaletteViewProps, "model" | "isMac" | "onTake"> {
  readonly item: PaletteItem;
  readonly index: number;
}

function Option({ item, index, model, isMac, onTake }: OptionProps) {
  return (
    <div
      class="palette-option"
      role="option"
      id={optionId(index)}
      tabIndex={-1}
      aria-selected={index === model.chosen}
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => {
        if (model.chosen !== index) model.choose(index);
      }}
      onClick={(event) => onTake(item, event.ctrlKey || event.metaKey)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onTake(item, event.ctrlKey || event.metaKey);
      }}
    >
      {item.kind === "command" ? <CommandLine item={item} isMac={isMac} /> : <PlaceLine item={item} />}
    </div>
  );
}

function CommandLine({
  item: { command },
  isMac,
}: {
  readonly item: PaletteItem & { kind: "command" };
  readonly isMac: boolean;
}) {
  return (
    <>
      <span class="palette-name">{command.title}</span>
      <span class="palette-keys">
        {command.keys?.map((keys) => (
          <kbd key={keys}>{keysText(keys, isMac)}</kbd>
        ))}
      </span>
    </>
  );
}

const kindText: Record<PageKind, string> = {
  lesson: words.lesson,
  exercise: words.exercise,
  guide: words.guide,
  reference: words.reference,
  site: words.page,
};

function PlaceLine({ item: { hit } }: { readonly item: PaletteItem & { kind: "place" } }) {
  return (
    <>
      <span class="palette-name">
        <Marked pieces={hit.title} />
      </span>
      <span class="palette-kind">{kindText[hit.kind]}</span>
      {hit.place !== "" && <span class="palette-place">{hit.place}</span>}
      {hit.excerpt.length > 0 && (
        <span class="palette-excerpt" data-code={hit.isCode ? "" : undefined}>
          <Marked pieces={hit.excerpt} />
        </span>
      )}
    </>
  );
}

function Marked({ pieces }: { readonly pieces: readonly ExcerptPiece[] }) {
  return <>{pieces.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>;
}

function optionId(index: number): string {
  return `palette-option-${index}`;
}

function keyOf(item: PaletteItem): string {
  return item.kind === "command" ? item.command.id : `${item.hit.href} ${textOf(item.hit.title)}`;
}

function textOf(pieces: readonly ExcerptPiece[]): string {
  return pieces.map(({ text }) => text).join("");
}

type Act =
  | { readonly kind: "move"; readonly by: number }
  | { readonly kind: "take"; readonly aside: boolean }
  | { readonly kind: "close" }
  /** The keys that opened it are still held. */
  | { readonly kind: "stay" };

function actionOf(event: KeyboardEvent): Act | undefined {
  const mod = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowDown":
      return { kind: "move", by: 1 };
    case "ArrowUp":
      return { kind: "move", by: -1 };
    case "PageDown":
      return { kind: "move", by: LINES_OF_A_PAGE };
    case "PageUp":
      return { kind: "move", by: -LINES_OF_A_PAGE };
    case "Enter":
      return { kind: "take", aside: mod };
    case "k":
      // What opened it closes it.
      return mod ? { kind: event.repeat ? "stay" : "close" } : undefined;
    default:
      return undefined;
  }
}
