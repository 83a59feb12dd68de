import { type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/work.ts";
import type { SnapshotReason } from "../drafts/draft-store.ts";
import { troubleOf } from "../drafts/storage-trouble.ts";
import { saveFile } from "../inspector/copy/save-file.ts";
import { offerUndo } from "../toasts/offer-undo.ts";
import { toast } from "../toasts/toast.ts";
import type { LessonPlace } from "./course-places.ts";
import { withoutLesson } from "./lesson-work.ts";
import { type WorkChange, withoutChange } from "./without-change.ts";
import { mergeWork, type Work } from "./work.ts";
import {
  changeWork,
  readWork,
  stampedAfter,
  tellTabs,
  withoutAll,
  withoutDated,
  withoutOwner,
} from "./work-store.ts";

/** A file that was chosen, before anything is done with it. */
export interface Offered {
  readonly name: string;
  readonly savedAtMs: number;
  readonly work: Work;
  /** What would be kept here afterwards. */
  readonly merged: Work;
  /** Paths that no file of a learner's may have: they are not brought in. */
  readonly left: readonly string[];
}

export interface Storage {
  readonly usedBytes: number | undefined;
  readonly limitBytes: number | undefined;
  /** The browser has promised not to clear it by itself. */
  readonly promised: boolean;
}

/** What the page of one's own work shows and does, without its elements. */
export class WorkModel {
  readonly #work = signal<Work | undefined>(undefined);
  readonly #trouble = signal<string | undefined>(undefined);
  readonly #offered = signal<Offered | undefined>(undefined);
  readonly #storage = signal<Storage | undefined>(undefined);

  /** `undefined` until it is read. */
  get work(): ReadonlySignal<Work | undefined> {
    return this.#work;
  }

  /** Why the last thing did not work, and what to do. */
  get trouble(): ReadonlySignal<string | undefined> {
    return this.#trouble;
  }

  get offered(): ReadonlySignal<Offered | undefined> {
    return this.#offered;
  }

  get storage(): ReadonlySignal<Storage | undefined> {
    return this.#storage;
  }

  async load(): Promise<void> {
    try {
      this.#work.value = await readWork();
      this.#storage.value = await storageNow();
    } catch (error) {
      this.#tellUnread(error);
    }
  }

  /** Offers everything as one file. */
  async save(): Promise<void> {
    this.#trouble.value = undefined;
    try {
      const { readWorkFile, workFileName, writeWorkFile } = await import("./work-file.ts");
      const savedAtMs = Date.now();
      const content = writeWorkFile({ savedAtMs, work: await readWork() });
      saveFile(workFileName(savedAtMs), new Blob([content], { type: "application/json" }));
      // What no page would take must not be found out where it is needed.
      const back = readWorkFile(content);
      if (back.kind === "refused") this.#trouble.value = words.savedButRefused(back.message);
      else if (back.left.length > 0) this.#trouble.value = words.savedButFor(back.left.join(", "));
    } catch (error) {
      this.#tellUnread(error);
    }
  }

  /** Looks into a file; nothing is changed. */
  async offer(file: File): Promise<void> {
    this.#offered.value = undefined;
    this.#trouble.value = undefined;
    try {
      const { readWorkFile, tooLargeText, WORK_FILE_LIMIT_BYTES } = await import("./work-file.ts");
      if (file.size > WORK_FILE_LIMIT_BYTES) {
        this.#trouble.value = tooLargeText(file.size);
        return;
      }
      const found = readWorkFile(await file.text());
      if (found.kind === "refused") {
        this.#trouble.value = found.message;
        return;
      }
      const here = await readWork();
      const { savedAtMs, work } = found.file;
      const merged = mergeWork(here, work, Date.now());
      this.#offered.value = { name: file.name, savedAtMs, work, merged, left: found.left };
    } catch (error) {
      this.#tellUnread(error);
    }
  }

  withdraw(): void {
    this.#offered.value = undefined;
  }

  /** Brings in what was offered. */
  async bringIn(): Promise<void> {
    const offered = this.#offered.peek();
    if (offered === undefined) return;
    const change = await this.#change((here) => mergeWork(here, offered.work, Date.now()));
    if (change === undefined) return;
    this.#offered.value = undefined;
    offerUndo(words.broughtIn(offered.name), () => this.#takeBack(change, "import"));
  }

  /** Forgets one exercise or playground; its text becomes a dated draft. */
  async resetOwner(ownerId: string, title: string): Promise<void> {
    await this.#reset((work) => withoutOwner(work, ownerId, Date.now()), words.ownerIsNew(title));
  }

  /** Makes room: forgets the dated drafts of one exercise or playground, not its text. */
  async removeDated(ownerId: string, title: string): Promise<void> {
    await this.#reset((work) => withoutDated(work, ownerId), words.datedAreGone(title));
  }

  /** Forgets one lesson: that it was read, what was seen there, and what was predicted. */
  async resetLesson(place: LessonPlace): Promise<void> {
    await this.#reset(
      (work) => ({ ...work, lessons: withoutLesson(work.lessons, place) }),
      words.lessonIsNew(place.title),
    );
  }

  /** Forgets everything but the settings. */
  async resetAll(): Promise<void> {
    await this.#reset(withoutAll, words.allIsNew);
  }

  /** Asks the browser to keep it until the learner clears it. */
  async askToKeep(): Promise<void> {
    const granted = await navigator.storage.persist();
    this.#storage.value = await storageNow();
    if (!granted) toast(words.notPromised);
  }

  #tellUnread(error: unknown): void {
    this.#trouble.value =
      troubleOf(error) === "refused" ? words.keepsNothing : words.couldNotRead(textOf(error));
  }

  async #reset(rule: (work: Work) => Work, done: string): Promise<void> {
    const change = await this.#change(rule);
    if (change === undefined) return;
    offerUndo(done, () => this.#takeBack(change, "reset"));
  }

  /** Takes back what one change did, and nothing that was done since. */
  async #takeBack(change: WorkChange, reason: SnapshotReason): Promise<void> {
    const nowMs = Date.now();
    await this.#change((now) => stampedAfter(withoutChange(now, change, { reason, nowMs }), now, nowMs));
  }

  /** `undefined`: nothing was changed, and `trouble` says why. */
  async #change(rule: (before: Work) => Work): Promise<WorkChange | undefined> {
    try {
      const change = await changeWork(rule);
      tellTabs(change.before.drafts, change.after.drafts);
      this.#work.value = change.after;
      this.#trouble.value = undefined;
      this.#storage.value = await storageNow();
      return change;
    } catch (error) {
      this.#trouble.value =
        troubleOf(error) === "full" ? words.notEnoughRoom : words.didNotKeep(textOf(error));
      return undefined;
    }
  }
}

async function storageNow(): Promise<Storage | undefined> {
  // Not over plain http on a host other than this machine.
  if (!("storage" in navigator)) return undefined;
  const { usage, quota } = await navigator.storage.estimate();
  return { usedBytes: usage, limitBytes: quota, promised: await navigator.storage.persisted() };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
