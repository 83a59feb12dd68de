/**
 * What a project keeps in its sessions. While nothing is declared, every key is allowed and values are
 * loosely typed. A project that declares its keys gets keys and values checked:
 *
 * ```ts
 * declare module "keepsake" {
 *   interface SessionData {
 *     cart: CartItem[];
 *   }
 * }
 * ```
 */
export interface SessionData {
  /** Keeps the interface nominal; no session can hold it. */
  readonly [undeclared]?: never;
}

declare const undeclared: unique symbol;

/** The keys that a project declared. */
export type DeclaredKey = keyof SessionData & string;

/** A key of a session: any string while a project declares nothing, then one of those that it declared. */
export type SessionKey = [DeclaredKey] extends [never] ? string : DeclaredKey;

/** `0` as a default means "a number", not "zero". */
export type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends boolean
      ? boolean
      : T;
