import type { ComponentChildren } from "preact";
import * as words from "../../words/en/share.ts";
import { forgetCode } from "./link-hash.ts";

/** Says, for as long as it is shown, whose code this is not; and leads back. */
export function GuestLine({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="notice visit-line">
      <span>{words.guest}</span>
      {children}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          forgetCode();
          location.reload();
        }}
      >
        {words.backToOwn}
      </button>
    </div>
  );
}
