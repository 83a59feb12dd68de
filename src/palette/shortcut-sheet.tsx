import { useSignal } from "@preact/signals";
import * as buttons from "../words/en/buttons.ts";
import * as words from "../words/en/palette-dialog.ts";
import { type Command, commandGroups } from "./commands.ts";
import { groupText } from "./group-text.ts";
import { isSingle, keysText, parseKeys } from "./keys.ts";

export interface ShortcutSheetProps {
  readonly commands: readonly Command[];
  readonly isMac: boolean;
  readonly singleKeys: boolean;
  readonly onSingleKeys: (on: boolean) => void;
  readonly onClose: () => void;
}

/** Every command of this page that has keys: read off the same list that makes them work. */
export function ShortcutSheet({ commands, isMac, singleKeys, onSingleKeys, onClose }: ShortcutSheetProps) {
  const on = useSignal(singleKeys);
  return (
    <div class="sheet">
      <div class="sheet-head">
        <h2 id="sheet-title">{words.shortcutsHere}</h2>
        <button type="button" class="palette-close" onClick={onClose}>
          {buttons.close}
        </button>
      </div>
      {commandGroups.map((group) => {
        const withKeys = commands.filter((command) => command.group === group && command.keys !== undefined);
        return (
          withKeys.length > 0 && (
            <section key={group} aria-label={groupText[group]}>
              <h3>{groupText[group]}</h3>
              <dl>
                {withKeys.map((command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys?.map((keys) => (
                        <kbd key={keys} data-off={isSingle(parseKeys(keys)) && !on.value ? "" : undefined}>
                          {keysText(keys, isMac)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        );
      })}
      <p class="sheet-choice">
        <input
          id="single-keys"
          type="checkbox"
          checked={on.value}
          onChange={(event) => {
            on.value = event.currentTarget.checked;
            onSingleKeys(on.value);
          }}
        />
        <label for="single-keys">{words.singleKeys}</label>
      </p>
    </div>
  );
}
