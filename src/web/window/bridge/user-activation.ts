/** A click or a key is the user's word for so long (HTML §6.4: "transient activation", which Chromium and Firefox end so). */
const ACTIVATION_MS = 5000;

/**
 * Whether the user has just acted in this very page. `navigator.userActivation` will not do: a click on the course
 * around the page counts for it too. `listen` after each `document.open`, which forgets listeners; twice is once.
 */
export class UserActivation {
  #lastMs = Number.NEGATIVE_INFINITY;

  get isActive(): boolean {
    return performance.now() - this.#lastMs < ACTIVATION_MS;
  }

  listen(): void {
    for (const name of ["pointerdown", "pointerup", "mousedown", "keydown", "click"])
      window.addEventListener(name, this.#note, true);
  }

  readonly #note = (event: Event): void => {
    if (event.isTrusted) this.#lastMs = performance.now();
  };
}
