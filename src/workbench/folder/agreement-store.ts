import type { TextFiles } from "../workspace.ts";

/** Keeps what page and folder last had in common. A browser that keeps nothing has none: then more is asked. */
export interface AgreementStore {
  read(): TextFiles | undefined;
  write(files: TextFiles): void;
}

const PREFIX = "keepsake:agreed:";

/** In this browser, for one exercise. */
export function storedAgreement(
  ownerId: string,
  storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">,
): AgreementStore {
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(storage().getItem(PREFIX + ownerId) ?? "null");
        return isTextFiles(kept) ? kept : undefined;
      } catch {
        return undefined;
      }
    },
    write(files) {
      try {
        storage().setItem(PREFIX + ownerId, JSON.stringify(files));
      } catch {
        // One that is out of date would let a text be overwritten: rather none.
        forget();
      }
    },
  };

  function forget(): void {
    try {
      storage().removeItem(PREFIX + ownerId);
    } catch {
      // Then there was nothing to forget.
    }
  }
}

function isTextFiles(value: unknown): value is TextFiles {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  );
}
