// Values of Node's small modules, as text: the same call must give the same text.
import { Buffer } from "node:buffer";
import { EventEmitter, once } from "node:events";
import fs from "node:fs";
import fsp from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import querystring from "node:querystring";
import { StringDecoder } from "node:string_decoder";
import url from "node:url";
import util from "node:util";
import express from "express";

const app = express();
const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message.replaceAll(process.cwd(), "CWD").replace(/none\/x\w{6}/, "none/xRANDOM")}`;
  }
};
const attemptLater = async (run) => {
  try {
    return await run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message.replaceAll(process.cwd(), "CWD").replace(/none\/x\w{6}/, "none/xRANDOM")}`;
  }
};

class Point {
  constructor(x) {
    this.x = x;
  }
}
const circular = { name: "c" };
circular.self = circular;

app.get("/inspect", (_req, res) => {
  const values = [
    1,
    -0,
    "it's",
    "a\nb",
    null,
    undefined,
    true,
    10n,
    Symbol("s"),
    [1, undefined, 3],
    { a: { b: { c: { d: 1 } } } },
    new Map([["k", { v: 1 }]]),
    new Set([1, "2"]),
    new Date(0),
    /x/gi,
    new Point(3),
    circular,
    () => 1,
    class A {},
    Buffer.from("hello"),
    new Uint8Array(3),
    new Error("boom").message,
    [..."abcdefghijklmnopqrstuvwxyz"],
    {
      get a() {
        return 1;
      },
      set b(_v) {},
    },
    Object.create(null),
    "x".repeat(200),
    new Array(200).fill(7),
    [["deep", ["er"]]],
    new (class Foo extends Map {})(),
    new Proxy({ p: 1 }, {}),
    new WeakSet(),
    Object.assign(() => {}, { prop: 1 }),
  ];
  res.type("text").send(values.map((value) => util.inspect(value)).join("\n"));
});
app.get("/inspect-promise", (_req, res) => {
  res.type("text").send(util.inspect(Promise.resolve(4)));
});
app.get("/format", (_req, res) => {
  res.json([
    util.format("%s %d %i %f %j %o %O %% %c", "a", 1.5, 1.5, "1.5", { a: 1 }, [1], { b: 2 }, "css"),
    util.format("no args", 1, { a: 1 }, "x"),
    util.format("%s", null, undefined, Symbol("q"), 5n),
    util.format(1, 2, "3"),
    util.format("%s %s", "only one"),
    util.inspect({ a: 1, b: "x" }, { compact: false }),
    util.inspect("x", { colors: true }),
    util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }),
    util.types.isDate(new Date()),
    util.styleText("red", "warn"),
    util.stripVTControlCharacters("\u001b[31mred\u001b[39m"),
    util.parseArgs({
      args: ["-f", "--bar", "b"],
      options: { foo: { type: "boolean", short: "f" }, bar: { type: "string" } },
    }).values,
  ]);
});
app.get("/path", (_req, res) => {
  res.json([
    path.join("/a", "..", "b", "./c"),
    path.resolve("/x", "y", "../z"),
    path.relative("/a/b/c", "/a/d"),
    path.dirname("/a/b.txt"),
    path.basename("/a/b.txt", ".txt"),
    path.extname("x.tar.gz"),
    path.parse("/home/u/f.txt"),
    path.format({ dir: "/d", name: "n", ext: "e" }),
    path.normalize("//a//b/../c/"),
    path.isAbsolute("a"),
    path.sep,
    path.posix.join("a", "b"),
    attempt(() => path.join(1)),
  ]);
});
app.get("/url", (_req, res) => {
  res.json([
    url.parse("http://user:pass@sub.host.com:8080/p/a/t/h?query=string#hash"),
    url.parse("/path?a=1&b=2", true).query,
    url.parse("//host/path", false, true).host,
    url.format({ protocol: "http", host: "h.com", pathname: "/x", query: { a: 1 } }),
    url.resolve("/one/two/three", "four"),
    url.resolve("http://example.com/one", "/two"),
    url.fileURLToPath("file:///a%20b/c.txt"),
    url.pathToFileURL("/a b/#c?.txt").href,
    new URL("../x?y#z", "http://h/a/b").href,
    [...new URLSearchParams("a=1&a=2&b=%20")],
    attempt(() => new URL("nope").href),
    attempt(() => url.fileURLToPath("http://x")),
    util.inspect(new URL("http://u:p@h.test:81/p?q=1#f")),
    util.inspect(new URLSearchParams("a=1&b=it's")),
    url.domainToASCII("español.com"),
    url.urlToHttpOptions(new URL("http://a.b:81/c?d")).path,
  ]);
});
app.get("/querystring", (_req, res) => {
  res.json([
    querystring.parse("foo=bar&abc=xyz&abc=123&empty=&none&%E4%BD%A0=%20+"),
    querystring.parse("a:1;b:2", ";", ":"),
    querystring.parse("a=%ZZ&b=%E0"),
    querystring.stringify({ foo: "bar", baz: ["qux", "quux"], corge: "", n: 5, t: true, nil: null }),
    querystring.stringify({ a: "ü &=" }, ";", ":"),
    querystring.escape("a b!'()*"),
    querystring.unescape("%41%"),
    querystring.parse("a=1&b=2&c=3", null, null, { maxKeys: 2 }),
  ]);
});
app.get("/buffer", (_req, res) => {
  const text = "héllo wörld € 😀";
  const encodings = ["utf8", "latin1", "ascii", "hex", "base64", "base64url", "utf16le"];
  res.json([
    encodings.map((encoding) => Buffer.from(text).toString(encoding)),
    encodings.map((encoding) => Buffer.from(encoding === "hex" ? "0a1bzz" : text, encoding).toString("hex")),
    encodings.map((encoding) => Buffer.byteLength("QUJD", encoding)),
    Buffer.concat([Buffer.from("a"), Buffer.from("b")]).toString(),
    Buffer.alloc(5, "ab").toString(),
    Buffer.from([1, 2, 300]).toJSON(),
    Buffer.from("abc").equals(Buffer.from("abc")),
    Buffer.compare(Buffer.from("a"), Buffer.from("b")),
    Buffer.from("abcabc").indexOf("ca"),
    Buffer.from("abc").readUInt16BE(1),
    Buffer.from("abc").subarray(1).toString(),
    Buffer.isEncoding("UTF-8"),
    Buffer.from("test").fill("x").toString(),
    attempt(() => Buffer.from("x", "nope")),
    attempt(() => Buffer.from(5)),
    attempt(() => Buffer.alloc("5")),
    attempt(() => Buffer.from("ab").readUInt32LE(0)),
    new StringDecoder("utf8").write(Buffer.from([0xe2, 0x82])).length,
    Buffer.from("fffe61", "hex").toString(),
    Buffer.from("a b+/=_-", "base64").toString("hex"),
    Buffer.from(new Uint16Array([1, 256])).length,
    typeof Buffer.from("x").buffer,
    Buffer.from("zz").inspect?.(),
  ]);
});
app.get("/events", async (_req, res) => {
  const emitter = new EventEmitter();
  const seen = [];
  emitter.once("a", (...args) => seen.push(["once", ...args]));
  emitter.on("a", (...args) => seen.push(["on", ...args]));
  emitter.prependListener("a", () => seen.push(["first"]));
  emitter.emit("a", 1, 2);
  emitter.emit("a", 3);
  setTimeout(() => emitter.emit("later", "x"), 1);
  const [value] = await once(emitter, "later");
  seen.push(value, emitter.listenerCount("a"), emitter.eventNames(), emitter.emit("nobody"));
  seen.push(
    attempt(() => emitter.emit("error", new TypeError("bad"))),
    attempt(() => emitter.emit("error", { not: "an error" })),
    attempt(() => emitter.on("x", 5)),
  );
  res.json(seen);
});
app.get("/fs", async (_req, res) => {
  await fsp.rm("fs-try", { recursive: true, force: true });
  await fsp.mkdir("fs-try/a/b", { recursive: true });
  await fsp.writeFile("fs-try/a/one.txt", "one");
  await fsp.appendFile("fs-try/a/one.txt", " more");
  fs.writeFileSync("fs-try/a/b/two.txt", Buffer.from([1, 2, 3]));
  await fsp.copyFile("fs-try/a/one.txt", "fs-try/copy.txt");
  await fsp.rename("fs-try/copy.txt", "fs-try/moved.txt");
  await fsp.link("fs-try/moved.txt", "fs-try/linked.txt");
  const handle = await fsp.open("fs-try/handle.txt", "w+");
  await handle.write("0123456789");
  await handle.write("ab", 2);
  const read = await handle.read(Buffer.alloc(4), 0, 4, 1);
  await handle.truncate(5);
  const whole = await fsp.readFile("fs-try/handle.txt", "utf8");
  await handle.close();
  const fd = fs.openSync("fs-try/handle.txt", "a+");
  fs.writeSync(fd, "end");
  fs.closeSync(fd);
  const stats = await fsp.stat("fs-try/a/one.txt");
  const listing = await fsp.readdir("fs-try", { withFileTypes: true });
  res.json([
    await fsp.readFile("fs-try/a/one.txt", "utf8"),
    [...fs.readFileSync("fs-try/a/b/two.txt")],
    whole,
    read.bytesRead,
    read.buffer.toString(),
    fs.readFileSync("fs-try/handle.txt", { encoding: "latin1" }),
    stats.size,
    stats.isFile(),
    stats.isDirectory(),
    stats.mtime instanceof Date,
    listing.map((entry) => [entry.name, entry.isDirectory(), entry.parentPath]),
    (await fsp.readdir("fs-try", { recursive: true })).sort(),
    fs.existsSync("fs-try/a"),
    fs.existsSync("fs-try/none"),
    fs.statSync("fs-try/none", { throwIfNoEntry: false }) === undefined,
    await fsp.mkdir("fs-try/x/y/z", { recursive: true }).then((first) => path.relative(process.cwd(), first)),
    (await fsp.mkdtemp("fs-try/tmp-")).length,
    await fsp.access("fs-try/a").then(() => "can"),
    path.relative(process.cwd(), await fsp.realpath("fs-try/../fs-try/a")),
    fs.constants.O_EXCL,
  ]);
});
app.get("/fs-errors", async (_req, res) => {
  await fsp.rm("fs-errors", { recursive: true, force: true });
  await fsp.mkdir("fs-errors/full", { recursive: true });
  await fsp.writeFile("fs-errors/file", "x");
  await fsp.writeFile("fs-errors/full/inner", "x");
  const tries = [
    () => fsp.readFile("fs-errors/none"),
    () => fsp.readFile("fs-errors/full"),
    () => fsp.writeFile("fs-errors/full", "x"),
    () => fsp.writeFile("fs-errors/none/x", "x"),
    () => fsp.writeFile("fs-errors/file", "x", { flag: "wx" }),
    () => fsp.mkdir("fs-errors/full"),
    () => fsp.mkdir("fs-errors/none/x"),
    () => fsp.rmdir("fs-errors/full"),
    () => fsp.rmdir("fs-errors/none"),
    () => fsp.unlink("fs-errors/none"),
    () => fsp.rm("fs-errors/none"),
    () => fsp.rename("fs-errors/none", "fs-errors/x"),
    () => fsp.copyFile("fs-errors/none", "fs-errors/x"),
    () => fsp.copyFile("fs-errors/file", "fs-errors/full/inner", fs.constants.COPYFILE_EXCL),
    () => fsp.stat("fs-errors/none"),
    () => fsp.lstat("fs-errors/none"),
    () => fsp.access("fs-errors/none"),
    () => fsp.readdir("fs-errors/none"),
    () => fsp.readdir("fs-errors/file"),
    () => fsp.open("fs-errors/none"),
    () => fsp.open("fs-errors/file", "wx"),
    () => fsp.open("fs-errors/file", "q"),
    () => fsp.link("fs-errors/file", "fs-errors/full/inner"),
    () => fsp.realpath("fs-errors/none"),
    () => fsp.readFile("fs-errors/file/x"),
    () => fsp.writeFile("fs-errors/file", undefined),
    () => fsp.readFile(5.5),
    () => fsp.readFile("a\0b"),
    () => fsp.readFile("fs-errors/file", "nope"),
    () => fsp.mkdtemp("fs-errors/none/x"),
    () => fsp.utimes("fs-errors/none", 1, 1),
    () => fs.readFileSync("fs-errors/none"),
    () => fs.readdirSync("fs-errors/none"),
    () => fs.mkdirSync("fs-errors/full"),
    () => fs.rmSync("fs-errors/none"),
    () => fs.unlinkSync("fs-errors/none"),
    () => fs.openSync("fs-errors/none", "r+"),
    () => fs.closeSync(9999),
    () => fs.readSync(9999, Buffer.alloc(1)),
    () => fs.accessSync("fs-errors/none"),
    () => fs.statSync("fs-errors/none"),
    () => fs.renameSync("fs-errors/none", "x"),
    () => fs.readFile("x"),
    () => fs.createReadStream("x", { start: 5, end: 2 }),
    () => fsp.truncate("fs-errors/none"),
    () => fsp.rm("fs-errors/full"),
    () => new Promise((_resolve, reject) => fs.createReadStream("fs-errors/none").on("error", reject)),
  ];
  const seen = [];
  for (const one of tries) seen.push((await attemptLater(one)) ?? "fine");
  res.json(seen);
});
app.get("/net", (_req, res) => {
  const texts = [
    "127.0.0.1",
    "::1",
    "::ffff:1.2.3.4",
    "1.2.3",
    "256.1.1.1",
    "fe80::1%eth0",
    "::",
    "1::2::3",
    "g::",
    "",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "01.1.1.1",
  ];
  res.json(texts.map((text) => net.isIP(text)));
});
app.get("/process", (_req, res) => {
  res.json([
    process.platform,
    process.version.split(".")[0],
    typeof process.pid,
    process.argv.length,
    process.env.FLAVOUR,
    process.env.NONE === undefined,
    typeof process.uptime(),
    process.hrtime().length,
    typeof process.hrtime.bigint(),
    Object.keys(process.memoryUsage()),
    process.exitCode === undefined,
    process.stdout.writable,
    process.release.name,
    typeof process.versions.v8,
  ]);
});
app.listen(process.env.PORT);
