import type { Grade, TestFailure } from "../grader/grade.ts";
import type { Exchange, RecordedBody } from "../web/exchange.ts";
import { headerValue } from "../web/http.ts";

const SHOWN_BODY_CHARACTERS = 400;

/** A grade as the terminal shows it: a sentence for each test, and what failed tests saw. */
export function gradeReport(grade: Grade, what: string): string {
  const lines = [`${what}, seed ${grade.seed}`, ""];
  if (grade.failure !== undefined) lines.push(grade.failure, "");
  const told = new Set<string>();
  for (const { name, state, failure } of grade.tests) {
    lines.push(`${{ pass: "✓", fail: "✗", skip: "-" }[state]} ${name}`);
    if (failure === undefined) continue;
    const details = told.has(failure.message) ? ["The same as above."] : failureLines(failure);
    told.add(failure.message);
    lines.push(...details.map((line) => `    ${line}`), "");
  }
  const passed = grade.tests.filter(({ state }) => state === "pass").length;
  const seconds = (grade.durationMs / 1000).toFixed(1);
  lines.push(
    "",
    `${grade.passed ? "Passed" : "Not passed"}: ${passed} of ${grade.tests.length} tests in ${seconds} s.`,
  );
  if (!grade.passed) lines.push(`Run it again just like this with --seed ${grade.seed}.`);
  return lines.join("\n");
}

function failureLines(failure: TestFailure): string[] {
  const lines = failure.message.split("\n");
  if (failure.expected !== undefined) lines.push(...labelled("expected", failure.expected));
  if (failure.received !== undefined) lines.push(...labelled("received", failure.received));
  const [last] = failure.exchanges;
  if (last !== undefined) lines.push(...exchangeLines(last));
  if (failure.stderr !== undefined) lines.push(...labelled("stderr", failure.stderr));
  return lines;
}

function exchangeLines({ request, response, failure }: Exchange): string[] {
  const url = new URL(request.url);
  const asked = [`${request.method} ${url.pathname}${url.search}`];
  const type = headerValue(request.headers, "content-type");
  if (type !== undefined) asked.push(`Content-Type: ${type}`);
  const cookie = headerValue(request.headers, "cookie");
  if (cookie !== undefined) asked.push(`Cookie: ${cookie}`);
  if (request.body.byteLength > 0) asked.push(bodyText(request.body));
  const answered =
    response === undefined
      ? [failure?.message ?? "no response"]
      : [
          `${response.status} ${response.statusText}`.trim(),
          ...response.headers
            .filter(([name]) => /^(content-type|location|set-cookie)$/i.test(name))
            .map(([name, value]) => `${name}: ${value}`),
          ...(response.body.byteLength > 0 ? [bodyText(response.body)] : []),
        ];
  return [...labelled("last request", asked.join("\n")), ...labelled("its answer", answered.join("\n"))];
}

function labelled(label: string, text: string): string[] {
  const [first = "", ...rest] = text.split("\n");
  return [`${label.padEnd(12)} ${first}`, ...rest.map((line) => `${" ".repeat(12)} ${line}`)];
}

function bodyText(body: RecordedBody): string {
  const text = new TextDecoder().decode(body.bytes);
  return text.length > SHOWN_BODY_CHARACTERS ? `${text.slice(0, SHOWN_BODY_CHARACTERS)}…` : text;
}
