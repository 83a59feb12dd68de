import type { ComponentChildren } from "preact";
import { forgetCode } from "./link-hash.ts";

/** Says, for as long as it is shown, whose code this is not; and leads back. */
export function GuestLine({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="notice visit-line">
      <span>Somebody else’s code. Nothing you do here is kept, and nothing counts.</span>
      {children}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          forgetCode();
          location.reload();
        }}
      >
        Back to my own work
      </button>
    </div>
  );
}
