import { LuaError } from "./lua-error.ts";

/** A script that goes on for longer is ended: a page has nobody who could kill it. */
export const MOST_STEPS = 5_000_000;

/** How far a script has come. */
export class Pace {
  #steps = 0;
  /** Of the last call. */
  line = 1;

  /** Throws a LuaError when there have been too many. */
  step(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new LuaError(`the script took more than ${MOST_STEPS} steps`);
  }
}
