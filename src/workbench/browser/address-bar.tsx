import { useSignal } from "@preact/signals";
import * as words from "../../words/en/browser.ts";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { BrowserMenu } from "./browser-menu.tsx";

export interface AddressBarProps {
  readonly bench: Bench;
  readonly agent: BenchAgent;
  /** Shown before anything was opened. */
  readonly startPath: string;
  readonly fieldId: string;
  readonly onOpen: (agent: BenchAgent) => void;
}

/** Back, forward, reload, the address as a field, and what else the browser can do. */
export function AddressBar({ bench, agent, startPath, fieldId, onOpen }: AddressBarProps) {
  const page = agent.page.value;
  const tab = agent.front.value;
  const draft = useSignal<string | undefined>(undefined);
  const shown = page === undefined ? startPath : page.url.replace(/^http:\/\//, "");
  return (
    <form
      class="address-bar"
      onSubmit={(event) => {
        event.preventDefault();
        const address = draft.peek() ?? shown;
        draft.value = undefined;
        void agent.open(address);
      }}
    >
      <IconButton
        label={words.back}
        path="M9.500 3.500 5 8l4.500 4.500"
        disabled={page === undefined || tab?.canGoBack !== true}
        onClick={() => agent.back()}
      />
      <IconButton
        label={words.forward}
        path="M6.500 3.500 11 8l-4.500 4.500"
        disabled={page === undefined || tab?.canGoForward !== true}
        onClick={() => agent.forward()}
      />
      <IconButton
        label={words.reload}
        path="M12.800 6.500A5 5 0 1 0 13 9M13 3v3.500H9.500"
        disabled={page === undefined}
        onClick={() => agent.reload()}
      />
      <label class="visually-hidden" for={fieldId}>
        {words.address}
      </label>
      <input
        id={fieldId}
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        value={draft.value ?? shown}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") draft.value = undefined;
        }}
      />
      <button type="submit" class="small-button">
        {words.go}
      </button>
      <BrowserMenu bench={bench} agent={agent} onOpen={onOpen} />
    </form>
  );
}

interface IconButtonProps {
  readonly label: string;
  /** Of a line drawing in a square of 16. */
  readonly path: string;
  readonly disabled: boolean;
  readonly onClick: () => unknown;
}

function IconButton({ label, path, disabled, onClick }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} disabled={disabled} onClick={onClick}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
