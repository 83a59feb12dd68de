import { useEffect, useRef } from "preact/hooks";
import type { TestResult } from "../../grader/grade.ts";
import * as words from "../../words/en/results.ts";
import { ExchangeOnTheWire } from "../inspector/exchange-on-the-wire.tsx";
import { HelpSection } from "./help-section.tsx";
import type { WorkbenchModel } from "./workbench-model.ts";

const stateText: Record<TestResult["state"], string> = {
  pass: words.pass,
  fail: words.fail,
  skip: words.skipped,
};

/** Under the verdict: each test as its sentence; what failed with what was asked, expected and received; help. */
export function TestResults({ model }: { readonly model: WorkbenchModel }) {
  const checked = model.bench.checked.value;
  const tests =
    checked.kind === "graded" ? checked.grade.tests : checked.kind === "checking" ? checked.done : [];
  const firstFailing = tests.find((test) => test.state === "fail");
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (checked.kind !== "graded") return;
    list.current?.querySelector("[data-state=fail]")?.scrollIntoView({ block: "start" });
  }, [checked]);
  return (
    <>
      {checked.kind === "failed" && <p class="failure">{checked.message}</p>}
      {checked.kind === "graded" && checked.grade.failure !== undefined && (
        <pre class="failure">{checked.grade.failure}</pre>
      )}
      {checked.kind === "graded" && checked.grade.passed && (
        <p class="results-next">
          <a class="button" data-primary="" href="/course/">
            {words.goOn}
          </a>
        </p>
      )}
      <ol class="test-list" ref={list}>
        {tests.map((test) => (
          <li key={test.name} data-state={test.state}>
            <p class="test-name">
              <span class="test-state">{stateText[test.state]}</span> {test.name}
            </p>
            {test.failure !== undefined && <Failure test={test} open={test === firstFailing} />}
          </li>
        ))}
      </ol>
      <HelpSection model={model} />
      {checked.kind === "graded" && tests.length > 0 && (
        <p class="quiet">{words.advice(Math.round(checked.grade.durationMs), checked.grade.seed)}</p>
      )}
    </>
  );
}

function Failure({ test, open }: { readonly test: TestResult; readonly open: boolean }) {
  const { failure } = test;
  if (failure === undefined) return null;
  const [last, ...earlier] = failure.exchanges;
  return (
    <div class="test-failure">
      <p class="failure">{failure.message}</p>
      {(failure.expected !== undefined || failure.received !== undefined) && (
        <dl class="expected-received">
          <dt>{words.expected}</dt>
          <dd>
            <pre>{failure.expected ?? ""}</pre>
          </dd>
          <dt>{words.received}</dt>
          <dd>
            <pre>{failure.received ?? ""}</pre>
          </dd>
        </dl>
      )}
      {failure.stderr !== undefined && <pre class="test-stderr">{failure.stderr}</pre>}
      {last !== undefined && (
        <details open={open}>
          <summary>{words.lastRequest(last.request.method, new URL(last.request.url).pathname)}</summary>
          <ExchangeOnTheWire exchange={last} />
        </details>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>{words.requestsBefore(earlier.length)}</summary>
          {earlier.toReversed().map((exchange) => (
            <ExchangeOnTheWire key={exchange.id} exchange={exchange} />
          ))}
        </details>
      )}
    </div>
  );
}
