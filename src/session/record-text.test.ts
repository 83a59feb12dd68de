import { describe, expect, it } from "vitest";
import { parseRecord, recordOf, serializeRecord } from "./record-text.ts";
import { ANN, trialRecord } from "./trial-record.ts";

const text = serializeRecord(trialRecord({ ...ANN, remembered: true }));
const changed = (members: Record<string, unknown>) =>
  parseRecord(JSON.stringify({ ...(JSON.parse(text) as object), ...members }));
const { owner, authenticatedAtMs } = ANN;

describe("a record as text", () => {
  it("is the JSON that other tools can read", () => {
    expect(JSON.parse(text)).toStrictEqual({
      data: { cart: ["tea"], count: 3 },
      flash: { note: { id: "n1", value: "Saved." } },
      createdAtMs: 1000,
      renewedAtMs: 2000,
      idleDeadlineMs: 3000,
      absoluteDeadlineMs: 4000,
      permanent: true,
      ...ANN,
      remembered: true,
    });
  });

  it.each([
    ["everything in it", trialRecord({ ...ANN, remembered: true })],
    ["nobody signed in, and not permanent", trialRecord({ permanent: false })],
    ["no more than owner and time of a sign-in", trialRecord({ owner, authenticatedAtMs })],
    ["nothing in it", trialRecord({ data: new Map(), flash: new Map() })],
    ["keys that mean something to objects", trialRecord({ data: new Map([["__proto__", "1"]]) })],
    ["keys and ids with quotes", trialRecord({ flash: new Map([['"k"', { id: '"', json: "null" }]]) })],
  ])("comes back the same with %s", (_what, record) => {
    expect(parseRecord(serializeRecord(record))).toStrictEqual(record);
  });

  it.each(["", "{", "null", "[]", "1", '"text"', "{}", text.slice(0, -1), `${text}x`])(
    "is no record: %s",
    (broken) => {
      expect(parseRecord(broken)).toBeUndefined();
    },
  );

  it.each([
    ...["data", "flash"].flatMap((name) => [undefined, null, [], "x", 1].map((bad) => ({ [name]: bad }))),
    ...["createdAtMs", "renewedAtMs", "idleDeadlineMs", "absoluteDeadlineMs"].flatMap((name) =>
      [undefined, null, "1000", {}].map((bad) => ({ [name]: bad })),
    ),
    ...[undefined, null, 1, "true"].map((permanent) => ({ permanent })),
    ...[null, 1, [], {}, { id: "n1" }, { value: 1 }, { id: 1, value: 1 }].map((note) => ({
      flash: { note },
    })),
  ])("is not whole with %j", (members) => {
    expect(changed(members)).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("has no time %s, however it was parsed", (createdAtMs) => {
    const members = JSON.parse(text) as Record<string, unknown>;
    expect(recordOf(members)).toBeDefined();
    expect(recordOf({ ...members, createdAtMs })).toBeUndefined();
  });

  it.each([
    [{ owner: 1 }, undefined],
    [{ owner: undefined }, undefined],
    [{ authenticatedAtMs: "1" }, undefined],
    [{ authenticatedAtMs: undefined }, undefined],
    [{ signInId: 1 }, { signInId: undefined }],
    [{ device: null }, { device: undefined }],
    [{ family: [] }, { family: undefined }],
    [{ remembered: false }, { remembered: undefined }],
    [{ remembered: "true" }, { remembered: undefined }],
  ])("loses of the sign-in what is none: %j", (members, kept) => {
    const signIn = { ...ANN, remembered: true, ...kept };
    const expected = { ...trialRecord(), ...(kept === undefined ? {} : signIn) };
    expect(changed(members)).toEqual(expected);
  });
});
