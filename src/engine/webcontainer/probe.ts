import { type Engine, EngineError, type PortInUse } from "../engine.ts";

const PORT = 7148;
const COOKIES = ["first=1; Path=/; HttpOnly", "second=2; SameSite=Lax"];

/** Asks for what a container may lack: types in the source, packages that use each other, two cookies unjoined, a body whole. */
const PROGRAM = `
import express from "express";
import "keepsake";
const cookies: readonly string[] = ${JSON.stringify(COOKIES)};
const app = express();
app.post("/probe", (request, response) => {
  let size: number = 0;
  request.on("data", (chunk: Uint8Array) => { size += chunk.length; });
  request.on("end", () => { response.set("Set-Cookie", [...cookies]); response.send(\`\${size} bytes\`); });
});
app.listen(${PORT});
`;

/**
 * Runs a small program and looks at its answer. Rejects with code "boot-failed" when it is not what Node gives.
 * Leaves the machine as it was. The caller minds the clock.
 */
export async function probeEngine(engine: Engine): Promise<void> {
  await engine.mount({ "probe.ts": PROGRAM, "package.json": '{"type":"module"}' });
  const listening = Promise.withResolvers<PortInUse>();
  const stop = engine.on("listening", listening.resolve);
  const started = await engine.spawn("node", ["probe.ts"]);
  try {
    await Promise.race([
      listening.promise,
      started.exit.then(async ({ code }) => {
        const said = await lastLine(started.output);
        throw wrong(`a small Express program ended with code ${code}${said === "" ? "" : ` (${said})`}`);
      }),
    ]);
    const response = await engine.request(PORT, {
      method: "POST",
      target: "/probe",
      headers: [["Host", "probe.test"]],
      body: new TextEncoder().encode("body"),
    });
    const body = await new Response(response.body).text();
    const cookies = response.headers.filter(([name]) => name.toLowerCase() === "set-cookie");
    if (response.status !== 200 || body !== "4 bytes")
      throw wrong("a small Express program gave another answer");
    if (cookies.map(([, value]) => value).join("\n") !== COOKIES.join("\n")) {
      throw wrong("two cookies did not arrive as they were set");
    }
  } finally {
    stop();
    await started.kill();
    await engine.mount({});
  }
}

function wrong(what: string): EngineError {
  return new EngineError(
    "boot-failed",
    `WebContainer started, but does not run programs as it should: ${what}.`,
  );
}

async function lastLine(output: ReadableStream<{ readonly text: string }>): Promise<string> {
  let text = "";
  const reader = output.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done)
      return (
        text
          .trim()
          .split("\n")
          .find((line) => /^\w*Error\b/.test(line)) ?? ""
      );
    text += value.text;
  }
}
