import type { IdScheme, StoreCapabilities } from "../../store.ts";
import type { Shelf } from "../shelf.ts";
import { ShelfStore } from "../shelf-store.ts";

/** A store that speaks Flask-Session's ids. */
export class FlaskSessionStore extends ShelfStore {
  readonly ids: IdScheme;
  override readonly capabilities: StoreCapabilities = {
    turns: true,
    merge: true,
    revoke: true,
    list: true,
    otherWriters: "Flask-Session",
  };

  constructor(
    shelf: Shelf,
    ids: IdScheme,
    options: { readonly nowMs: () => number; readonly log: (message: string) => void },
  ) {
    super(shelf, options);
    this.ids = ids;
  }
}
