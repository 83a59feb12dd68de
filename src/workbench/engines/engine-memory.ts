import type { EngineKind } from "../../engine/engine.ts";
import type { EnginePreference } from "./engine-order.ts";

const PREFERENCE_KEY = "keepsake:engine";
const AGREED_KEY = "keepsake:engines-agreed-to";
const preferences: readonly EnginePreference[] = ["auto", "inpage", "webcontainer", "local"];

/**
 * Keeps between visits which engine is preferred and which ones may ask other servers. A storage that throws is
 * one that keeps nothing: then both hold for this visit.
 */
export class EngineMemory {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem">;
  readonly #agreed = new Set<string>();

  constructor(storage: () => Pick<Storage, "getItem" | "setItem">) {
    this.#storage = storage;
    const kept = this.#read(AGREED_KEY) ?? "";
    for (const kind of kept.split(" ").filter((word) => word !== "")) this.#agreed.add(kind);
  }

  /** "auto" when nothing is kept, or nothing that is known. */
  get preference(): EnginePreference {
    const kept = this.#read(PREFERENCE_KEY);
    return preferences.find((preference) => preference === kept) ?? "auto";
  }

  keepPreference(preference: EnginePreference): void {
    this.#write(PREFERENCE_KEY, preference);
  }

  hasAgreed(kind: EngineKind): boolean {
    return this.#agreed.has(kind);
  }

  keepAgreement(kind: EngineKind): void {
    this.#agreed.add(kind);
    this.#write(AGREED_KEY, [...this.#agreed].join(" "));
  }

  #read(key: string): string | null {
    try {
      return this.#storage().getItem(key);
    } catch {
      return null;
    }
  }

  #write(key: string, value: string): void {
    try {
      this.#storage().setItem(key, value);
    } catch {
      // Then it holds for this visit.
    }
  }
}
