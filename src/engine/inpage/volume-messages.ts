import type { StampedChange, TreeSnapshot } from "./tree.ts";

/** From a process to the authority, in the order made. */
export interface VolumeRequest {
  readonly kind: "volume";
  readonly id: number;
  readonly stamped: StampedChange;
}

/** From the authority to a process, in the order of all changes. */
export type VolumeNotice =
  /** The process's own change, at this place in the order. */
  | { readonly kind: "volume-done"; readonly id: number }
  | {
      readonly kind: "volume-failed";
      readonly id: number;
      readonly code: string;
      readonly path: string;
      readonly message: string;
    }
  /** Somebody else's change. */
  | { readonly kind: "volume-foreign"; readonly stamped: StampedChange }
  /** A mount: everything is new. */
  | { readonly kind: "volume-reset"; readonly snapshot: TreeSnapshot };
