import type { SignIn } from "./record.ts";

/** Who signed in or out in one request, and what is to be remembered or forgotten of it. Pure. */
export class SignInBox {
  /** Since the last commit: who signed in, `null` for nobody any more. */
  #change: SignIn | null | undefined;
  #remembers = false;
  #forgets = false;

  /** Undefined: nobody signed in or out. */
  get change(): SignIn | null | undefined {
    return this.#change;
  }

  /** Whether this login is to be remembered. */
  get remembers(): boolean {
    return this.#remembers;
  }

  /** Whether what remembers this device is to be revoked. */
  get forgets(): boolean {
    return this.#forgets;
  }

  /** Whether somebody signed in, or a device is to be forgotten. */
  get isChanged(): boolean {
    return this.#forgets || (this.#change !== undefined && this.#change !== null);
  }

  signIn(signIn: SignIn, options: { readonly remembers?: boolean } = {}): void {
    this.#change = signIn;
    if (options.remembers !== undefined) this.#remembers = options.remembers;
  }

  /** `wasSignedIn`: there is somebody who signs out. */
  signOut(wasSignedIn: boolean): void {
    this.#remembers = false;
    if (wasSignedIn) this.#change = null;
  }

  forget(): void {
    this.#forgets = true;
  }

  /** After a thrown handler: what forgets a device stays. */
  drop(): void {
    this.#change = undefined;
    this.#remembers = false;
  }

  /** The commit is done. */
  committed(): void {
    this.drop();
    this.#forgets = false;
  }
}
