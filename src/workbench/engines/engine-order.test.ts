import { expect, test } from "vitest";
import { autoOrder } from "./engine-order.ts";

const all = ["inpage", "webcontainer", "local"] as const;
const nothing = () => false;
const everything = () => true;

test("a program that runs in the page stays there, whatever else there is", () => {
  expect(autoOrder(all, nothing)).toEqual(["inpage"]);
});

test("WebContainer comes first where the learner has agreed to it and the program runs there", () => {
  expect(autoOrder(all, everything)).toEqual(["webcontainer", "inpage"]);
  expect(autoOrder(["inpage", "local"], everything)).toEqual(["inpage"]);
});

test("a program that needs real Node gets what asks nobody else first, and the page at last", () => {
  expect(autoOrder(["webcontainer", "local"], nothing)).toEqual(["local", "webcontainer", "inpage"]);
  expect(autoOrder(["local"], nothing)).toEqual(["local", "inpage"]);
});
