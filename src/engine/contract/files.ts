import type { ContractCase } from "./case.ts";
import { finished, getText, nextEvent, runToEnd, spawnServer } from "./program.ts";

export const fileCases: readonly ContractCase[] = [
  {
    name: "mount makes the file tree be exactly what was given",
    async run(engine, assert) {
      await engine.mount({ "old.txt": "old", "kept/a.txt": "before" });
      await engine.mount({ "kept/a.txt": "after", "deep/er/b.bin": new Uint8Array([0, 255, 10]) });
      assert.equal(await engine.fs.list(), ["deep/er/b.bin", "kept/a.txt"], "files");
      assert.equal(await engine.fs.readText("kept/a.txt"), "after", "text");
      assert.equal([...(await engine.fs.readFile("deep/er/b.bin"))], [0, 255, 10], "bytes");
    },
  },
  {
    name: "a path that leaves the tree is refused and nothing is mounted",
    async run(engine, assert) {
      await engine.mount({ "a.txt": "a" });
      for (const path of ["../a", "/a", "a/../b", "./a", "a//b", "a\\b", "", "a/"]) {
        await assert.rejects(
          engine.mount({ "new.txt": "", [path]: "" }),
          "bad-path",
          `mount ${JSON.stringify(path)}`,
        );
        await assert.rejects(engine.fs.writeFile(path, ""), "bad-path", `writeFile ${JSON.stringify(path)}`);
      }
      assert.equal(await engine.fs.list(), ["a.txt"], "files");
    },
  },
  {
    name: "files are written, listed, read and removed from outside",
    async run(engine, assert) {
      await engine.mount({});
      assert.equal(await engine.fs.list("nowhere"), [], "a missing folder");
      await engine.fs.writeFile("data/one.txt", "one");
      await engine.fs.writeFile("data/sub/two.txt", "zwei ✓");
      await engine.fs.writeFile("other.txt", "");
      assert.equal(await engine.fs.list("data"), ["data/one.txt", "data/sub/two.txt"], "below data");
      assert.equal(await engine.fs.readText("data/sub/two.txt"), "zwei ✓", "text");
      await assert.rejects(engine.fs.readFile("data/three.txt"), "not-found", "a missing file");
      await engine.fs.remove("data");
      await engine.fs.remove("data");
      assert.equal(await engine.fs.list(), ["other.txt"], "after remove");
    },
  },
  {
    name: "what was read from outside can be changed without changing the file",
    async run(engine, assert) {
      const source = new Uint8Array([1, 2, 3]);
      await engine.mount({ "a.bin": source });
      source[0] = 9;
      const first = await engine.fs.readFile("a.bin");
      assert.equal([...first], [1, 2, 3], "the file");
      first[1] = 9;
      assert.equal([...(await engine.fs.readFile("a.bin"))], [1, 2, 3], "the file, read again");
    },
  },
  {
    name: "a program's files are seen outside and outlive it",
    async run(engine, assert) {
      const first = await runToEnd(engine, {
        "main.js": `
          import { mkdirSync, writeFileSync } from "node:fs";
          import { writeFile } from "node:fs/promises";
          mkdirSync("data/deep", { recursive: true });
          writeFileSync("data/deep/sync.txt", "sync");
          await writeFile("data/async.txt", "async");
        `,
        "second.js": `
          import { readFileSync, readdirSync } from "node:fs";
          console.log(readdirSync("data").join(), readFileSync("data/deep/sync.txt", "utf8"));
        `,
      });
      assert.equal(first.output, "", "output");
      assert.equal(await engine.fs.list("data"), ["data/async.txt", "data/deep/sync.txt"], "files");
      assert.equal(await engine.fs.readText("data/async.txt"), "async", "content");
      const second = await finished(await engine.spawn("node", ["second.js"]));
      assert.equal(second.output, "async.txt,deep sync\n", "what the next program finds");
    },
  },
  {
    name: "a running program sees files that are written and mounted meanwhile",
    async run(engine, assert) {
      const main = `
        import { createServer } from "node:http";
        import { existsSync, readFileSync } from "node:fs";
        createServer((req, res) => {
          res.end(existsSync("note.txt") ? readFileSync("note.txt", "utf8") : "none");
        }).listen(7148);
      `;
      const tree = { "package.json": '{ "type": "module" }', "main.js": main };
      await engine.mount(tree);
      await spawnServer(engine, "main.js");
      assert.equal(await getText(engine, "/"), "none", "at first");
      await engine.fs.writeFile("note.txt", "written");
      assert.equal(await getText(engine, "/"), "written", "after writeFile");
      await engine.mount({ ...tree, "note.txt": "mounted" });
      assert.equal(await getText(engine, "/"), "mounted", "after mount");
      await engine.mount(tree);
      assert.equal(await getText(engine, "/"), "none", "after the second mount");
    },
  },
  {
    name: "a change by a program is an event",
    async run(engine, assert) {
      const changed = nextEvent(engine, "files", (event) => event.paths.includes("log.txt"));
      await runToEnd(engine, {
        "main.js": `import { appendFile } from "node:fs/promises"; await appendFile("log.txt", "line");`,
      });
      const { paths } = await changed;
      assert.equal([...paths].sort(), [...paths], "sorted paths");
      assert.equal(await engine.fs.readText("log.txt"), "line", "the file at the event");
    },
  },
];
