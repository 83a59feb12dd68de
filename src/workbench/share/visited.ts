import type { DraftStore } from "../drafts/draft-store.ts";
import type { TextFiles } from "../workspace.ts";

/** How a screen goes on after its learner met somebody else's code. */
export type Visited =
  /** It shows that code, and keeps nothing: `store` lives as long as the page. */
  | { readonly kind: "once"; readonly files: TextFiles; readonly store: DraftStore }
  /** It shows the learner's own; the other is among the drafts. */
  | { readonly kind: "kept" }
  /** Kept was asked for, and the browser keeps nothing. */
  | { readonly kind: "not kept"; readonly why: string };
