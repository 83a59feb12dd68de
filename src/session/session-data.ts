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

/** Any string while a project declares nothing; no further string once it declares something. */
export type UndeclaredKey = [DeclaredKey] extends [never] ? string : never;

/** `0` as a default means "a number", not "zero". */
export type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends boolean
      ? boolean
      : T;
