/** How the keeping of drafts stands. */
export type DraftState =
  | { readonly kind: "loading" }
  | { readonly kind: "saved"; readonly atMs: number | undefined }
  | { readonly kind: "unsaved" }
  /** The browser does not keep something; `message` says what, and what to do. */
  | { readonly kind: "failed"; readonly message: string };
