import { describe, expect, it } from "vitest";
import { handIn } from "./assignment.fixture.ts";
import { type Feedback, FeedbackError, feedbackText, parseFeedback } from "./feedback.ts";
import { feedbackFileName, handInFileName, keyFileName } from "./file-names.ts";

const feedback: Feedback = {
  format: "keepsake-feedback",
  version: 1,
  assignment: { fingerprint: "ab".repeat(32), title: "Carts and cookies", zone: "Europe/Rome" },
  learner: { name: "Ada Lovelace", studentNumber: "1815" },
  receipt: "K7QF-2M9X-4TBA",
  receivedAtMs: 1_000,
  score: { points: 8, maxPoints: 10, passed: true },
  remark: "Well done.\nMind the flash message.",
  exercises: [
    {
      id: "shopping-cart",
      title: "Build a shopping cart",
      result: {
        kind: "graded",
        tests: [
          { hidden: false, name: "adds a product", state: "pass" },
          { hidden: false, name: "clears the cart", state: "fail", message: "The cart still has a line." },
          { hidden: true, name: "keeps carts apart", state: "fail" },
        ],
        points: 8,
        maxPoints: 10,
      },
      files: { "server.ts": "one\ntwo\n" },
      comments: [{ path: "server.ts", line: 2, text: "Why two?" }],
    },
    { id: "login-and-logout", title: "Log in", result: { kind: "not-handed-in" }, files: {}, comments: [] },
  ],
};

function faultOf(text: string): string {
  try {
    parseFeedback(text);
    return "none";
  } catch (error) {
    if (error instanceof FeedbackError) return error.code;
    throw error;
  }
}

describe("a feedback file", () => {
  it("gives back what was said, and is the same for the same feedback", () => {
    expect(parseFeedback(feedbackText(feedback))).toEqual(feedback);
    expect(feedbackText(parseFeedback(feedbackText(feedback)))).toBe(feedbackText(feedback));
  });

  it("has no place for anything of a hidden test but its sentence", () => {
    const text = feedbackText(feedback).replace(
      '{"hidden":true,',
      '{"hidden":true,"message":"expected 3 to be 2",',
    );
    expect(faultOf(text)).toBe("not-valid");
  });

  it("tells what is no feedback, a newer one, and one that is damaged", () => {
    expect(faultOf("")).toBe("not-feedback");
    expect(faultOf("[]")).toBe("not-feedback");
    expect(faultOf('{"format":"keepsake-private-key","version":1}')).toBe("not-feedback");
    expect(faultOf(feedbackText(feedback).replace('"version":1', '"version":2'))).toBe("newer-version");
    expect(faultOf(feedbackText(feedback).replace('"line":2', '"line":0'))).toBe("not-valid");
    expect(faultOf(feedbackText(feedback).replace('"server.ts":', '"../server.ts":'))).toBe("not-valid");
  });
});

describe("names of files", () => {
  it("say whose and what, in any script, and which one of several", () => {
    expect(handInFileName(handIn)).toBe("ada-lovelace-carts-and-cookies.keepsake");
    expect(handInFileName({ ...handIn, sequence: 3 })).toBe("ada-lovelace-carts-and-cookies-3.keepsake");
    expect(handInFileName({ ...handIn, learner: { name: "Зоя Ö.", studentNumber: "" } })).toBe(
      "зоя-ö-carts-and-cookies.keepsake",
    );
    expect(handInFileName({ ...handIn, learner: { name: "../..", studentNumber: "" } })).toBe(
      "learner-carts-and-cookies.keepsake",
    );
    expect(keyFileName("Web 2026/27")).toBe("web-2026-27.key");
    expect(feedbackFileName("Ada", "Carts")).toBe("ada-carts.feedback.json");
  });

  it("are such as every file system takes, whose limit is 255 bytes", () => {
    // Letters of four bytes.
    const long = "𠀀".repeat(60);
    const name = feedbackFileName(long, long);
    expect(name).toMatch(/^𠀀{25}-𠀀{25}\.feedback\.json$/u);
    expect(Buffer.byteLength(name)).toBeLessThan(255);
    expect(feedbackFileName("ñ".repeat(60), "x")).toBe(`${"ñ".repeat(40)}-x.feedback.json`);
  });
});
