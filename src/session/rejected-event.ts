/** Published on `node:diagnostics_channel` when a session-id cookie was not accepted. Never holds its value. */
export const REJECTED_CHANNEL = "keepsake:rejected";

export interface RejectedEvent {
  /** The IncomingMessage this belongs to. */
  readonly request: object;
  /**
   * - "malformed": not the shape of an id; no store was asked.
   * - "unknown": no record; made up, or collected long ago.
   * - "expired": past one of its deadlines.
   * - "rotated", "renewed", "destroyed": it was a session's id a moment ago.
   * - "tampered": its signature or seal does not hold.
   * - "from-the-future": it was signed later than now.
   */
  readonly reason:
    | "malformed"
    | "unknown"
    | "expired"
    | "rotated"
    | "renewed"
    | "destroyed"
    | "tampered"
    | "from-the-future";
}
