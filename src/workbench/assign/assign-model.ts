import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Assignment } from "../../assignment/assignment.ts";
import { decodeAssignment, encodeAssignment } from "../../assignment/assignment-link.ts";
import { keyFileName } from "../../assignment/file-names.ts";
import {
  KEY_FILE_LIMIT_BYTES,
  keyFileText,
  makePrivateKey,
  type PrivateKey,
  parseKeyFile,
} from "../../assignment/key-pair.ts";
import * as words from "../../words/en/assign.ts";
import type { CourseFacts } from "../assignments/course-exercises.ts";
import { faultText } from "../assignments/fault-text.ts";
import { saveFile } from "../inspector/copy/save-file.ts";
import {
  type AssignForm,
  assignmentOf,
  emptyForm,
  type FormOutcome,
  type FormProblem,
  formOf,
} from "./assign-form.ts";
import { type KeptKey, keptFormText, readKeptForm } from "./kept-form.ts";

/** Where the public key comes from. The link waits until its private half is in the instructor's hands. */
export type KeyState =
  | { readonly kind: "none" }
  /** Made here, and its file offered; `confirmed` when the instructor says that it is there. */
  | { readonly kind: "made"; readonly key: PrivateKey; readonly confirmed: boolean }
  /** Read from a file that the instructor has. */
  | { readonly kind: "opened"; readonly label: string; readonly publicKey: string }
  /** Of the assignment that is being changed: whoever made it has the private half. */
  | { readonly kind: "copied"; readonly publicKey: string };

export type LinkState =
  | { readonly kind: "none" }
  | { readonly kind: "ready"; readonly link: string; readonly assignment: Assignment }
  | { readonly kind: "failed"; readonly message: string };

const FORM_KEY = "keepsake:assign-form";

/** Any public key: the form can be looked over before there is one. */
const NO_KEY = "A".repeat(87);

/** The page where an instructor makes an assignment, without its elements. Nothing of it leaves the page. */
export class AssignModel {
  readonly course: CourseFacts;
  readonly #emptyForm: AssignForm;
  readonly #form;
  readonly #key = signal<KeyState>({ kind: "none" });
  readonly #keyTrouble = signal<string | undefined>(undefined);
  readonly #openTrouble = signal<string | undefined>(undefined);
  readonly #showProblems = signal(false);
  readonly #base: string;
  readonly #outcome: ReadonlySignal<FormOutcome>;
  readonly link: ReadonlySignal<LinkState>;
  /** What is wrong with the form; empty until the instructor has asked for the link. */
  readonly problems: ReadonlySignal<readonly FormProblem[]>;

  /** `base`: the address of the assignments' page, without a fragment. */
  constructor(course: CourseFacts, base: string, zone: string) {
    this.course = course;
    this.#base = base;
    this.#emptyForm = emptyForm(zone);
    this.#form = signal(this.#emptyForm);
    this.#outcome = computed(() =>
      assignmentOf(this.#form.value, publicKeyOf(this.#key.value) ?? NO_KEY, course.version),
    );
    this.problems = computed(() =>
      this.#showProblems.value && this.#outcome.value.kind === "incomplete"
        ? this.#outcome.value.problems
        : [],
    );
    this.link = computed(() => this.#linkNow());
  }

  get form(): ReadonlySignal<AssignForm> {
    return this.#form;
  }

  get key(): ReadonlySignal<KeyState> {
    return this.#key;
  }

  /** As the key's file was called when it was saved here; of a key that was never here, as it may be called. */
  get keyFileName(): string {
    const key = this.#key.value;
    if (key.kind === "made") return keyFileName(key.key.label);
    return keyFileName(key.kind === "opened" ? key.label : "class");
  }

  get keyTrouble(): ReadonlySignal<string | undefined> {
    return this.#keyTrouble;
  }

  get openTrouble(): ReadonlySignal<string | undefined> {
    return this.#openTrouble;
  }

  set(change: Partial<AssignForm>): void {
    this.#form.value = { ...this.#form.peek(), ...change };
  }

  /** Chosen exercises stand in the course's order. */
  choose(id: string, chosen: boolean): void {
    const { exercises } = this.#form.peek();
    const wanted = new Set(chosen ? [...exercises, id] : exercises.filter((one) => one !== id));
    this.set({ exercises: this.course.exercises.filter((one) => wanted.has(one.id)).map((one) => one.id) });
  }

  /** Looks the form over; true when nothing is missing. Then its problems show, and go as they are mended. */
  lookOver(): boolean {
    this.#showProblems.value = true;
    return this.#outcome.peek().kind === "complete";
  }

  /** Fills the form with an assignment that exists, to change a copy. Gives the way back; `undefined`: it is no link. */
  openLink(link: string): (() => void) | undefined {
    const [form, key] = [this.#form.peek(), this.#key.peek()];
    try {
      const assignment = decodeAssignment(link);
      this.#form.value = formOf(assignment);
      this.#key.value = { kind: "copied", publicKey: assignment.publicKey };
      this.#openTrouble.value = undefined;
      return () =>
        batch(() => {
          this.#form.value = form;
          this.#key.value = key;
        });
    } catch (error) {
      this.#openTrouble.value = faultText(error);
      return undefined;
    }
  }

  /** Puts the form where the page finds it when it is loaded anew. Answers whether nothing is lost by that. */
  keepForReload(storage: () => Storage): boolean {
    const [form, key] = [this.#form.peek(), this.#key.peek()];
    if (form === this.#emptyForm && key.kind === "none") return true;
    try {
      storage().setItem(FORM_KEY, keptFormText({ form, key: keptKeyOf(key) }));
    } catch {
      return false;
    }
    // A private key is written nowhere but into the instructor's own file.
    return key.kind !== "made" || key.confirmed;
  }

  /** Brings back what `keepForReload` put there, once. Answers whether there was anything. */
  comeBack(storage: () => Storage): boolean {
    const kept = readKeptForm(() => {
      const text = storage().getItem(FORM_KEY);
      storage().removeItem(FORM_KEY);
      return text;
    });
    if (kept === undefined) return false;
    this.#form.value = kept.form;
    this.#key.value = kept.key;
    return true;
  }

  /** Makes a key pair and offers its file. */
  async makeKey(): Promise<void> {
    this.#keyTrouble.value = undefined;
    try {
      const label = this.#form.peek().title.trim();
      const key = await makePrivateKey(label === "" ? words.defaultKeyName : label, Date.now());
      this.#key.value = { kind: "made", key, confirmed: false };
      this.saveKey();
    } catch (error) {
      this.#keyTrouble.value = faultText(error);
    }
  }

  /** Offers the file of the key that was made here, as often as wanted. */
  saveKey(): void {
    const state = this.#key.peek();
    if (state.kind !== "made") return;
    saveFile(keyFileName(state.key.label), new Blob([keyFileText(state.key)], { type: "application/json" }));
  }

  confirmKey(confirmed: boolean): void {
    const state = this.#key.peek();
    if (state.kind === "made") this.#key.value = { ...state, confirmed };
  }

  /** Takes a key that the instructor has already: one key can serve a whole class. */
  async openKey(file: Blob): Promise<void> {
    this.#keyTrouble.value = undefined;
    try {
      const { label, publicKey } = await parseKeyFile(await file.slice(0, KEY_FILE_LIMIT_BYTES + 1).text());
      this.#key.value = { kind: "opened", label, publicKey };
    } catch (error) {
      this.#keyTrouble.value = faultText(error);
    }
  }

  forgetKey(): void {
    this.#key.value = { kind: "none" };
  }

  #linkNow(): LinkState {
    const outcome = this.#outcome.value;
    const key = this.#key.value;
    if (outcome.kind === "incomplete" || key.kind === "none" || (key.kind === "made" && !key.confirmed)) {
      return { kind: "none" };
    }
    try {
      const { assignment } = outcome;
      return { kind: "ready", link: `${this.#base}#${encodeAssignment(assignment)}`, assignment };
    } catch (error) {
      return { kind: "failed", message: faultText(error) };
    }
  }
}

/** Whoever says that the private half is in their hands has opened their own file, as it were. */
function keptKeyOf(key: KeyState): KeptKey {
  if (key.kind !== "made") return key;
  if (!key.confirmed) return { kind: "none" };
  return { kind: "opened", label: key.key.label, publicKey: key.key.publicKey };
}

function publicKeyOf(key: KeyState): string | undefined {
  if (key.kind === "none") return undefined;
  return key.kind === "made" ? key.key.publicKey : key.publicKey;
}
