import type { NamedTarget } from "../frame-messages.ts";
import { PageLocation } from "./page-location.ts";

/** `parent.location` and `top.location` in a frame: a script may lead that window elsewhere, and not read where it is. */
export class FarLocation {
  readonly #own: PageLocation;
  readonly #target: NamedTarget;

  /** `own` is the location of the document that asks. */
  constructor(own: PageLocation, target: NamedTarget) {
    this.#own = own;
    this.#target = target;
  }

  get href(): string {
    throw new DOMException(
      "The address of the page around a frame cannot be read from the frame in this preview.",
      "SecurityError",
    );
  }
  set href(address: string) {
    this.assign(address);
  }

  assign(address: string | URL): void {
    PageLocation.open(this.#own, address, this.#target);
  }

  replace(address: string | URL): void {
    PageLocation.open(this.#own, address, this.#target, { replace: true });
  }

  toString(): string {
    return this.href;
  }
}
