import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Assignment } from "../../assignment/assignment.ts";
import { decodeAssignment } from "../../assignment/assignment-link.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import * as words from "../../words/en/assignment.ts";
import { indexedDraftStore } from "../drafts/indexed-draft-store.ts";
import { allProgress, type ExerciseProgress } from "../progress.ts";
import { faultText } from "./fault-text.ts";
import {
  forgetAssignment,
  type KeptAssignment,
  keepAssignment,
  keepLearner,
  keepReceipt,
  keptAssignments,
  keptLearner,
  type Learner,
  nextNumber,
  type Receipt,
  receiptsOf,
  takeNumber,
} from "./kept-assignments.ts";

export type WorkView =
  | { readonly kind: "loading" }
  /** No assignment is asked for. */
  | { readonly kind: "none" }
  /** What was asked for cannot be shown; the message says why. */
  | { readonly kind: "broken"; readonly message: string }
  | { readonly kind: "assignment"; readonly fingerprint: string; readonly assignment: Assignment };

const FINGERPRINT = /^#?([0-9a-f]{64})$/;

/** The page of assignments, without its elements. */
export class WorkModel {
  readonly #view = signal<WorkView>({ kind: "loading" });
  readonly #kept = signal<readonly KeptAssignment[]>([]);
  readonly #learner = signal<Learner>({ name: "", studentNumber: "" });
  readonly #progress = signal<ReadonlyMap<string, ExerciseProgress>>(new Map());
  readonly #begun = signal<ReadonlySet<string>>(new Set());
  readonly #receipts = signal<readonly Receipt[]>([]);
  readonly #trouble = signal<string | undefined>(undefined);
  /** What the browser did not keep lasts as long as the page. */
  #unkept: readonly Receipt[] = [];

  get view(): ReadonlySignal<WorkView> {
    return this.#view;
  }

  /** All on this machine, the one opened last first. */
  get kept(): ReadonlySignal<readonly KeptAssignment[]> {
    return this.#kept;
  }

  get learner(): ReadonlySignal<Learner> {
    return this.#learner;
  }

  get progress(): ReadonlySignal<ReadonlyMap<string, ExerciseProgress>> {
    return this.#progress;
  }

  /** Ids of the exercises in which something was written. */
  get begun(): ReadonlySignal<ReadonlySet<string>> {
    return this.#begun;
  }

  /** Of the assignment that is shown; newest first. */
  get receipts(): ReadonlySignal<readonly Receipt[]> {
    return this.#receipts;
  }

  /** A sentence when the browser keeps nothing. */
  get trouble(): ReadonlySignal<string | undefined> {
    return this.#trouble;
  }

  /** Shows what the address asks for: a link from an instructor, or one that is kept here. Never rejects. */
  async open(fragment: string): Promise<void> {
    let view: WorkView;
    try {
      view = await this.#viewOf(fragment);
    } catch (error) {
      view = { kind: "broken", message: faultText(error) };
    }
    const kept = await keptAssignments().catch(() => this.#kept.peek());
    batch(() => {
      this.#kept.value = kept;
      this.#view.value = view;
    });
    if (view.kind !== "assignment") return;
    const [learner] = await Promise.all([keptLearner().catch(() => undefined), this.look()]);
    if (learner !== undefined) this.#learner.value = learner;
  }

  /** Looks again at how far the exercises are, and what was handed in: that is done in other pages too. Never rejects. */
  async look(): Promise<void> {
    const view = this.#view.peek();
    if (view.kind !== "assignment") return;
    const ids = view.assignment.exercises.map(({ id }) => id);
    const [progress, receipts, drafts] = await Promise.all([
      allProgress().catch(() => new Map()),
      this.#receiptsOf(view.fingerprint),
      Promise.all(ids.map((id) => indexedDraftStore.load(id).catch(() => []))),
    ]);
    batch(() => {
      this.#progress.value = progress;
      this.#receipts.value = receipts;
      this.#begun.value = new Set(ids.filter((_, index) => (drafts[index] ?? []).length > 0));
    });
  }

  setLearner(learner: Learner): void {
    this.#learner.value = learner;
    keepLearner(learner).catch(() => {
      this.#trouble.value = words.keepsNothing;
    });
  }

  /** The number of the next hand-in. */
  async nextNumber(fingerprint: string): Promise<number> {
    const kept = await nextNumber(fingerprint).catch(() => 1);
    return Math.max(kept, 1 + this.#lastUnkept(fingerprint));
  }

  /** Gives a number out. Answers whether it was still the next one; otherwise somebody handed in meanwhile. */
  async takeNumber(fingerprint: string, number: number): Promise<boolean> {
    if (number <= this.#lastUnkept(fingerprint)) return false;
    // Where nothing is kept, no other tab can know of it either.
    return takeNumber(fingerprint, number).catch(() => true);
  }

  /** Notes a hand-in. Settles also when it cannot be kept: the file itself is saved. */
  async addReceipt(receipt: Receipt): Promise<void> {
    await keepReceipt(receipt).catch(() => {
      this.#unkept = [receipt, ...this.#unkept];
      this.#trouble.value = words.keepsNothing;
    });
    await this.look();
  }

  async #receiptsOf(fingerprint: string): Promise<readonly Receipt[]> {
    const kept = await receiptsOf(fingerprint).catch(() => []);
    return [...this.#unkept.filter((receipt) => receipt.fingerprint === fingerprint), ...kept];
  }

  #lastUnkept(fingerprint: string): number {
    const own = this.#unkept.filter((receipt) => receipt.fingerprint === fingerprint);
    return Math.max(0, ...own.map(({ sequence }) => sequence));
  }

  /** Takes an assignment off the list. The work in its exercises and the receipts stay. */
  async forget(fingerprint: string): Promise<void> {
    await forgetAssignment(fingerprint).catch(() => undefined);
    this.#kept.value = this.#kept.peek().filter((one) => one.fingerprint !== fingerprint);
  }

  /** Puts it back. */
  async remember(forgotten: KeptAssignment): Promise<void> {
    await keepAssignment(forgotten).catch(() => undefined);
    this.#kept.value = await keptAssignments().catch(() => this.#kept.peek());
  }

  async #viewOf(fragment: string): Promise<WorkView> {
    if (fragment === "" || fragment === "#") return { kind: "none" };
    const [, fingerprint] = FINGERPRINT.exec(fragment) ?? [];
    if (fingerprint !== undefined) {
      const known = (await keptAssignments()).find((one) => one.fingerprint === fingerprint);
      if (known === undefined) return { kind: "broken", message: words.notHere };
      return { kind: "assignment", fingerprint, assignment: known.assignment };
    }
    const assignment = decodeAssignment(fragment);
    const link = fingerprintOf(assignment);
    try {
      await keepAssignment({ fingerprint: link, assignment, openedAtMs: Date.now() });
    } catch {
      this.#trouble.value = words.keepsNothing;
    }
    return { kind: "assignment", fingerprint: link, assignment };
  }
}
