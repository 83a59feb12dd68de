import realFs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testMachine } from "../test-builtins.ts";

/** Gives a folder on the real disk, and removes it. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = realFs.mkdtempSync(join(tmpdir(), "fs-"));
  try {
    return await use(folder);
  } finally {
    realFs.rmSync(folder, { recursive: true });
  }
}

describe("fs", () => {
  it("creates exclusively: of many at once, one wins", async () => {
    const fs = (await testMachine()).load("fs/promises");
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => fs.writeFile("lock", String(index), { flag: "wx" })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await fs.readFile("lock", "utf8")).toBe("0");
  });

  it("replaces by rename, as atomic writers do", async () => {
    const fs = (await testMachine({ files: { record: "old" } })).load("fs/promises");
    const handle = await fs.open("record.tmp", "wx");
    await handle.writeFile("new");
    await handle.sync();
    await handle.close();
    await fs.rename("record.tmp", "record");
    expect(await fs.readFile("record", "utf8")).toBe("new");
    await expect(fs.stat("record.tmp")).rejects.toMatchObject({ code: "ENOENT", syscall: "stat", errno: -2 });
    await expect(handle.read()).rejects.toMatchObject({ code: "EBADF" });
  });

  it("hands out copies: nobody can change a file through what was read or written", async () => {
    const fs = (await testMachine()).load("fs");
    const given = Buffer.from("abc");
    fs.writeFileSync("file", given);
    given[0] = 120;
    const read = fs.readFileSync("file");
    read[1] = 120;
    expect(fs.readFileSync("file", "utf8")).toBe("abc");
  });

  it("reads and writes by position, and at the end when it appends", async () => {
    const fs = (await testMachine()).load("fs");
    const fd = fs.openSync("file", "w+");
    fs.writeSync(fd, "hello world");
    fs.writeSync(fd, Buffer.from("J"), 0, 1, 0);
    const buffer = Buffer.alloc(5);
    expect(fs.readSync(fd, buffer, 0, 5, 0)).toBe(5);
    expect(buffer.toString()).toBe("Jello");
    fs.ftruncateSync(fd, 5);
    expect(fs.fstatSync(fd).size).toBe(5);
    fs.closeSync(fd);
    const appender = fs.openSync("file", "a");
    fs.writeSync(appender, "!", 0);
    fs.closeSync(appender);
    expect(fs.readFileSync("file", "utf8")).toBe("Jello!");
    expect(() => fs.closeSync(appender)).toThrow("EBADF: bad file descriptor, close");
  });

  it("keeps an open file readable when its name is gone", async () => {
    const fs = (await testMachine({ files: { file: "still here" } })).load("fs/promises");
    const handle = await fs.open("file");
    await fs.unlink("file");
    expect(await handle.readFile("utf8")).toBe("still here");
    await handle.close();
  });

  it("streams: parts, chunks, and an error for what is not there", async () => {
    const { load } = await testMachine({ files: { file: "0123456789" } });
    const fs = load("fs");
    const { pipeline } = load("stream/promises");
    const chunks: string[] = [];
    for await (const chunk of fs.createReadStream("file", {
      start: 2,
      end: 8,
      highWaterMark: 3,
      encoding: "utf8",
    })) {
      chunks.push(String(chunk));
    }
    expect(chunks).toEqual(["234", "567", "8"]);
    await pipeline(fs.createReadStream("file"), fs.createWriteStream("copy"));
    expect(fs.readFileSync("copy", "utf8")).toBe("0123456789");
    const missing = await new Promise((resolve) => fs.createReadStream("none").on("error", resolve));
    expect(missing).toMatchObject({
      code: "ENOENT",
      message: "ENOENT: no such file or directory, open 'none'",
    });
  });

  it("gives callbacks their results, and throws wrong arguments at once", async () => {
    const { kernel, load } = await testMachine({ files: { file: "x" } });
    const fs = load("fs");
    const failure = await new Promise((resolve) => fs.readFile("none", (error) => resolve(error)));
    expect(failure).toMatchObject({ code: "ENOENT" });
    const text = await new Promise((resolve) => fs.readFile("file", "utf8", (_error, data) => resolve(data)));
    expect(text).toBe("x");
    expect(() => fs.readFile({} as unknown as string, () => undefined)).toThrow(
      'The "path" argument must be of type string',
    );
    expect(await load("util").promisify(fs.exists)("file")).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(kernel.held).toBe(0);
  });

  it("writes once through an open file, and tells of a closed one", async () => {
    const { load } = await testMachine();
    const story = async (fs: typeof realFs, path: string) => {
      const fd = fs.openSync(path, "w");
      await new Promise((resolve) => fs.write(fd, "one ", resolve));
      await new Promise((resolve) => fs.write(fd, Buffer.from("two "), resolve));
      await new Promise((resolve) => fs.writeFile(fd, "three", resolve));
      fs.closeSync(fd);
      const late = await new Promise((resolve) => fs.write(fd, "late", resolve));
      return [fs.readFileSync(path, "utf8"), String(late)];
    };
    const expected = await inFolder((folder) => story(realFs, join(folder, "file")));
    expect(await story(load("fs"), "file")).toEqual(expected);
  });

  it.each<[name: string, away: (fs: typeof realFs, file: string) => void]>([
    ["removed", (fs, file) => fs.unlinkSync(file)],
    ["renamed", (fs, file) => fs.renameSync(file, `${file}.old`)],
    [
      "replaced by another",
      (fs, file) => {
        fs.writeFileSync(`${file}.new`, "of another");
        fs.renameSync(`${file}.new`, file);
      },
    ],
  ])("writes to the open file, not to its name: %s", async (_name, away) => {
    const { load } = await testMachine({ files: { "data/none": "" } });
    const story = async (fs: typeof realFs, folder: string) => {
      const file = `${folder}/record`;
      const fd = fs.openSync(file, "w+");
      const { ino } = fs.fstatSync(fd);
      fs.writeSync(fd, "first ");
      away(fs, file);
      fs.writeSync(fd, "second");
      fs.writeSync(fd, "F", 0);
      const grown = fs.fstatSync(fd);
      fs.ftruncateSync(fd, 8);
      const held = Buffer.alloc(20);
      const count = fs.readSync(fd, held, 0, 20, 0);
      fs.closeSync(fd);
      const left = ["record", "record.old"].map((name) => {
        const path = `${folder}/${name}`;
        return fs.existsSync(path) ? fs.readFileSync(path, "utf8") : "not there";
      });
      return [grown.ino === ino, grown.size, held.toString("utf8", 0, count), ...left];
    };
    const expected = await inFolder((folder) => story(realFs, folder));
    expect(await story(load("fs"), "data")).toEqual(expected);
  });

  it("writes whole files by flags, in text and in numbers", async () => {
    const { load } = await testMachine({ files: { "data/none": "" } });
    const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = realFs.constants;
    const flags = [
      ...["w", "wx", "r", "r+", "a", "ax", "w+", "nonsense"],
      ...[O_RDONLY, O_RDWR, O_WRONLY | O_CREAT | O_EXCL, O_WRONLY | O_CREAT, O_WRONLY | O_TRUNC],
      ...[O_WRONLY | O_APPEND, O_WRONLY | O_APPEND | O_CREAT, O_WRONLY | O_APPEND | O_TRUNC],
    ];
    const story = async (fs: typeof realFs, folder: string) =>
      flags.map((flag) => {
        const [here, missing] = [`${folder}/here`, `${folder}/missing`];
        fs.writeFileSync(here, "before");
        fs.rmSync(missing, { force: true });
        const codes = [here, missing].map((file) => {
          try {
            // Node takes numbers too; its types do not say so.
            fs.writeFileSync(file, "new", { flag: flag as string });
            return "written";
          } catch (error) {
            return (error as NodeJS.ErrnoException).code;
          }
        });
        const made = fs.existsSync(missing) ? fs.readFileSync(missing, "utf8") : "not there";
        return [flag, ...codes, fs.readFileSync(here, "utf8"), made];
      });
    const expected = await inFolder((folder) => story(realFs, folder));
    expect(await story(load("fs"), "data")).toEqual(expected);
  });

  it("hands what a callback throws to the process", async () => {
    const { load } = await testMachine({ files: { file: "x" } });
    const error = await new Promise((resolve) => {
      load("process").on("uncaughtException", resolve);
      load("fs").readFile("file", () => {
        throw new Error("in a callback");
      });
    });
    expect(error).toMatchObject({ message: "in a callback" });
  });

  it("watches a folder", async () => {
    const { load } = await testMachine({ files: { "data/known": "1" } });
    const fs = load("fs");
    const events: string[] = [];
    const watcher = fs.watch("data", (event, name) => events.push(`${event} ${name}`));
    fs.writeFileSync("data/known", "2");
    fs.writeFileSync("data/new", "1");
    fs.writeFileSync("elsewhere", "1");
    fs.unlinkSync("data/new");
    watcher.close();
    fs.writeFileSync("data/known", "3");
    expect(events).toEqual(["change known", "rename new", "rename new"]);
  });

  it("copies trees and removes them", async () => {
    const fs = (await testMachine({ files: { "a/b/c.txt": "c", "a/d.txt": "d" } })).load("fs");
    fs.cpSync("a", "z/y", { recursive: true });
    expect(fs.readdirSync("z", { recursive: true })).toEqual(["y", "y/b", "y/b/c.txt", "y/d.txt"]);
    expect(() => fs.rmSync("z")).toThrow("Path is a directory");
    fs.rmSync("z", { recursive: true });
    fs.rmSync("z", { recursive: true, force: true });
    expect(fs.existsSync("z")).toBe(false);
  });
});
