import { readFileSync } from "node:fs";
import { bootLocalEngine } from "./engine/local/local-engine.ts";
import { readLessonSource } from "./course/lesson-source.ts";
const [path, id] = process.argv.slice(2);
const src = readFileSync(path!, "utf8").replace(/^---[\s\S]*?\n---\n/, "");
const pg = readLessonSource(src, path!).playgrounds.find((p) => p.id === id)!;
const e = await bootLocalEngine();
await e.mount(pg.files);
const show = async (p: any) => { for await (const {text} of p.output) process.stdout.write(text); };
for (const p of pg.setup.processes) { const l = new Promise(s => e.on("listening", s)); show(await e.spawn(p.command, p.args, { env: p.env })); await l; }
let cookie = "";
for (const s of pg.steps) { if (s.kind !== "exchange") continue;
 try { const x = await e.request(7148, { method: s.request.method, target: s.request.target, headers: [["Host","localhost:7148"], ...(cookie ? [["Cookie", cookie] as const] : [])] }); 
 for (const [n,v] of x.headers) if (n.toLowerCase()==="set-cookie") cookie = v.split(";")[0]!;
 console.log(s.request.method, s.request.target, x.status, await new Response(x.body as any).text(), x.headers.filter(([n])=>/cookie|location|vary|cache/i.test(n))); } catch (er) { console.log(er); } }
await e.teardown();
