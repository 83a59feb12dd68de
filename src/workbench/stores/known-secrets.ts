import type { TextFiles } from "../workspace.ts";

const SCRIPT = /\.[cm]?[jt]s$/;
/** `secret: "…"`, `SECRET = "…"`, `cookieParser("…")`, `keys: ["…", "…"]`, with what comes before the text or the list. */
const GIVEN =
  /\b(?:\w*secrets?|keys|cookieParser)["']?\s*[:=(]\s*(\[[^\]]*\]|"[^"\n]*"|'[^'\n]*'|`[^`$]*`)/gi;
const TEXT = /"([^"\n]*)"|'([^'\n]*)'|`([^`$]*)`/g;

/** Secrets that stand in the learner's own files: in `.env`, and as texts in programs. Each once. */
export function knownSecrets(files: TextFiles): readonly string[] {
  const inPrograms = Object.entries(files).flatMap(([path, text]) =>
    SCRIPT.test(path) ? secretsOfProgram(text) : [],
  );
  return [...new Set([...secretsOfEnv(files[".env"] ?? ""), ...inPrograms])];
}

/** Values of an `.env` file that may be secrets, by their names. */
function secretsOfEnv(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name = "", value = ""] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!/SECRET|KEY/i.test(name)) return [];
    return listed(value.replace(/^(["'])(.*)\1$/, "$2"));
  });
}

function secretsOfProgram(text: string): readonly string[] {
  return [...text.matchAll(GIVEN)].flatMap(([, given = ""]) =>
    [...given.matchAll(TEXT)].flatMap(([, one, two, three]) => listed(one ?? two ?? three ?? "")),
  );
}

/** The library takes several in one text, with commas between them. */
function listed(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
