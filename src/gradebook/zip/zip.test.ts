import { crc32 } from "node:zlib";
import { type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { memorySource } from "./byte-source.ts";
import { readZipDirectory, type ZipDirectory } from "./zip-directory.ts";
import { readZipEntry } from "./zip-entry-bytes.ts";
import { ZipError } from "./zip-error.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);
const directoryOf = (zip: Uint8Array): Promise<ZipDirectory> => readZipDirectory(memorySource(zip));

/** Where a record with this mark begins. */
function place(zip: Uint8Array, mark: number, from = 0): number {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = from; at + 4 <= zip.byteLength; at += 1) if (view.getUint32(at, true) === mark) return at;
  throw new Error("no such record");
}

const LISTED = 0x02014b50;
const END = 0x06054b50;

/** Changes numbers of one record; offsets are from its beginning. */
function patch(zip: Uint8Array, mark: number, change: (view: DataView) => void): Uint8Array {
  const copy = zip.slice();
  change(new DataView(copy.buffer, place(copy, mark)));
  return copy;
}

const plain: Zippable = { "a.txt": bytesOf("first ".repeat(500)), "folder/b.txt": bytesOf("second") };

describe("a zip file", () => {
  it("gives the files in it, packed or not, and no folders", async () => {
    const zip = zipSync({ ...plain, "c.bin": [bytesOf("third"), { level: 0 }], "empty/": new Uint8Array() });
    const { entries, refused } = await directoryOf(zip);
    expect(refused).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual(["a.txt", "folder/b.txt", "c.bin"]);
    const contents = await Promise.all(entries.map((entry) => readZipEntry(memorySource(zip), entry)));
    expect(contents.map(text)).toEqual(["first ".repeat(500), "second", "third"]);
  });

  it("tells the clock that it was packed by, or the moment when it says that", async () => {
    const mtime = new Date(2026, 10, 27, 18, 30, 42);
    const [entry] = (await directoryOf(zipSync({ "a.txt": [bytesOf("a"), { mtime }] }))).entries;
    expect(entry?.time).toEqual({
      kind: "wall",
      wall: { year: 2026, month: 11, day: 27, hour: 18, minute: 30, second: 42 },
    });
    const extra = { 21589: new Uint8Array([1, 0x15, 0xcd, 0x5b, 0x07]) };
    const [exact] = (await directoryOf(zipSync({ "a.txt": [bytesOf("a"), { extra }] }))).entries;
    expect(exact?.time).toEqual({ kind: "moment", atMs: 0x075bcd15 * 1000 });
  });

  it.each([
    ["../../etc/passwd", "has a path that leads out of the zip file"],
    ["a/../../b", "has a path that leads out of the zip file"],
    ["/etc/passwd", "has an absolute path"],
    ["C:/windows", "has an absolute path"],
    ["a\\..\\b", "has a backslash in its name, which means a folder on some systems only"],
    ["a\0.keepsake", "has a control character in its name"],
  ])("refuses %j and reads the rest", async (name, reason) => {
    const { entries, refused } = await directoryOf(zipSync({ [name]: bytesOf("x"), ...plain }));
    expect(refused).toEqual([{ name, reason }]);
    expect(entries).toHaveLength(2);
  });

  it("refuses links, and what is encrypted or packed by another method", async () => {
    const link = zipSync({
      "a.keepsake": [bytesOf("/etc/passwd"), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
    });
    expect((await directoryOf(link)).refused).toEqual([
      { name: "a.keepsake", reason: "is a link to another file" },
    ]);
    const zip = zipSync({ "a.txt": bytesOf("x") });
    const encrypted = patch(zip, LISTED, (view) => view.setUint16(8, 1, true));
    expect((await directoryOf(encrypted)).refused[0]?.reason).toBe("is encrypted with a password");
    const lzma = patch(zip, LISTED, (view) => view.setUint16(10, 14, true));
    expect((await directoryOf(lzma)).refused[0]?.reason).toBe("is packed by a method that is not read (14)");
  });

  /** A zip file of one file, whose name has another byte in both places than the letters that it was packed with. */
  const renamed = (zip: Uint8Array, index: number, byte: number): Uint8Array => {
    const copy = zip.slice();
    copy[30 + index] = byte;
    copy[place(copy, LISTED) + 46 + index] = byte;
    return copy;
  };
  const nameAndText = async (zip: Uint8Array): Promise<readonly (string | undefined)[]> => {
    const [entry] = (await directoryOf(zip)).entries;
    return [entry?.name, entry && text(await readZipEntry(memorySource(zip), entry))];
  };

  it("reads names in UTF-8, and those that are not in the code page that zip files began with", async () => {
    expect(await nameAndText(zipSync({ "Müller.keepsake": bytesOf("x") }))).toEqual(["Müller.keepsake", "x"]);
    expect(await nameAndText(renamed(zipSync({ "M-ller.keepsake": bytesOf("x") }), 1, 0x81))).toEqual([
      "Müller.keepsake",
      "x",
    ]);
    expect(await nameAndText(renamed(zipSync({ "Jos-.keepsake": bytesOf("x") }), 3, 0x82))).toEqual([
      "José.keepsake",
      "x",
    ]);
  });

  it("reads the name in Unicode that stands beside one without, unless it is of another name", async () => {
    const beside = (of: string) => {
      const field = new Uint8Array([1, 0, 0, 0, 0, ...bytesOf("Зоя.keepsake")]);
      new DataView(field.buffer).setUint32(1, crc32(bytesOf(of)), true);
      return zipSync({ "___.keepsake": [bytesOf("x"), { extra: { [0x7075]: field } }] });
    };
    expect(await nameAndText(beside("___.keepsake"))).toEqual(["Зоя.keepsake", "x"]);
    expect(await nameAndText(beside("other.keepsake"))).toEqual(["___.keepsake", "x"]);
  });

  it("refuses the second file of one name", async () => {
    const zip = zipSync({ "a.txt": bytesOf("one"), "b.txt": bytesOf("two") });
    const twice = zip.slice();
    const at = place(twice, LISTED, place(twice, LISTED) + 4) + 46;
    twice[at] = "a".charCodeAt(0);
    const { entries, refused } = await directoryOf(twice);
    expect(entries.map(({ name }) => name)).toEqual(["a.txt"]);
    expect(refused).toEqual([{ name: "a.txt", reason: "is in the zip file twice; the first one was read" }]);
    // Where the first is refused itself, the second is the one.
    const locked = await directoryOf(patch(twice, LISTED, (view) => view.setUint16(8, 1, true)));
    expect(locked.refused).toEqual([{ name: "a.txt", reason: "is encrypted with a password" }]);
    expect(locked.entries.map(({ name }) => name)).toEqual(["a.txt"]);
  });

  it("does not unpack a bomb, whether it says its size or not", async () => {
    const bomb = zipSync({ "zeros.keepsake": new Uint8Array(4 * 1024 * 1024) });
    expect((await directoryOf(bomb)).refused[0]?.reason).toBe(
      "becomes more than 200 times larger when it is unpacked",
    );
    const small = patch(bomb, LISTED, (view) => view.setUint32(24, 10, true));
    const [entry] = (await directoryOf(small)).entries;
    if (entry === undefined) throw new Error("it is listed");
    await expect(readZipEntry(memorySource(small), entry)).rejects.toThrow(
      "It becomes larger than the zip file says.",
    );
    const huge = patch(zipSync(plain), LISTED, (view) => view.setUint32(24, 0x7fffffff, true));
    expect((await directoryOf(huge)).refused[0]?.reason).toMatch(/bytes unpacked; at most/);
  });

  it("refuses files that share their bytes, and sizes said in a zip64 field that is not there", async () => {
    const zip = zipSync({ "a.txt": bytesOf("one"), "b.txt": bytesOf("two") });
    const shared = zip.slice();
    const second = place(shared, LISTED, place(shared, LISTED) + 4);
    new DataView(shared.buffer).setUint32(second + 42, 0, true);
    expect((await directoryOf(shared)).refused).toEqual([
      { name: "b.txt", reason: "lies over another file of the zip file" },
    ]);
    const lying = patch(zip, LISTED, (view) => view.setUint32(24, 0xffffffff, true));
    expect((await directoryOf(lying)).refused[0]?.reason).toBe("says its size in a way that cannot be right");
  });

  it.each([
    ["no zip file", bytesOf("hello"), "It is no zip file, or its end is missing."],
    ["an empty file", new Uint8Array(), "It is no zip file, or its end is missing."],
    ["a zip file that was cut", zipSync(plain).slice(0, -30), "It is no zip file, or its end is missing."],
    [
      "a list that is elsewhere",
      patch(zipSync(plain), END, (view) => view.setUint32(16, 0x7fffffff, true)),
      "It says that its list of files is where there is none.",
    ],
    [
      "a list longer than it says",
      patch(zipSync(plain), END, (view) => view.setUint16(10, 1, true)),
      "Its list of files has more in it than it says.",
    ],
    [
      "a part of several",
      patch(zipSync(plain), END, (view) => view.setUint16(4, 2, true)),
      "It is one part of a zip file in several parts.",
    ],
  ])("%s is refused with a reason", async (_what, zip, message) => {
    await expect(directoryOf(zip)).rejects.toThrow(new ZipError(message));
  });

  it.each(["the bytes", "the name"])("says when %s are not what the list says", async (what) => {
    const zip = zipSync({ "a.txt": [bytesOf("some content"), { level: 0 }] });
    const changed = zip.slice();
    changed[what === "the name" ? 30 : 36] = 0x21;
    const [entry] = (await directoryOf(changed)).entries;
    if (entry === undefined) throw new Error("it is listed");
    await expect(readZipEntry(memorySource(changed), entry)).rejects.toThrow(
      what === "the name" ? "It has two names, which differ." : "It is damaged: its checksum",
    );
  });

  it("never hangs and never throws anything else, whatever bytes are changed", async () => {
    const zip = zipSync(plain);
    for (let at = 0; at < zip.byteLength; at += 1) {
      const changed = zip.slice();
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      try {
        const { entries } = await directoryOf(changed);
        for (const entry of entries) await readZipEntry(memorySource(changed), entry);
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
    }
  });
});
