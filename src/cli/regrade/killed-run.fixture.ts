/**
 * A run of its own process, to be killed: its grader judges by the text, so that the time goes into keeping results. Each
 * byte that comes in lets it grade one hand-in; once no more can come, it grades all.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeAssignment } from "../../assignment/assignment-link.ts";
import { gradeByText, ROOT } from "../../gradebook/class.fixture.ts";
import { regrade } from "./regrade.ts";

let allowed = 0;
const waiting: (() => void)[] = [];
const allow = (count: number) => {
  allowed += count;
  for (const go of waiting.splice(0, allowed)) {
    allowed -= 1;
    go();
  }
};
process.stdin.on("data", (bytes) => allow(bytes.length));
process.stdin.on("end", () => allow(Number.POSITIVE_INFINITY));

function mayGrade(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    allow(0);
  });
}

const [folder = "", out = ""] = process.argv.slice(2);
const assignment = encodeAssignment(JSON.parse(await readFile(join(folder, "assignment.json"), "utf8")));
await regrade(
  {
    ...{
      downloads: [join(folder, "downloads")],
      keyFile: join(folder, "class.key"),
      assignments: [assignment],
    },
    ...{ jobs: 2, out, isUnsafe: true },
  },
  // A terminal is told of every hand-in, so a test can wait for one.
  {
    ...{
      root: ROOT,
      gradeFiles: (...order) => mayGrade().then(() => gradeByText(...order)),
      isolation: "none",
    },
    progress: { isTTY: true, write: (text) => process.stdout.write(text.includes(" of ") ? "\n" : "") },
  },
);
