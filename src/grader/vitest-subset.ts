/**
 * What "vitest" is to a grade test where Vitest itself cannot run: in a page's Worker, and where one process
 * runs the tests many times over. Only what grade tests may use; whatever else they import is missing at once.
 */
import {
  chai,
  type ExpectStatic,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  type MatcherState,
  setState,
} from "@vitest/expect";

export { afterEach, beforeEach, describe, it, type TestAPI, test } from "@vitest/runner";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect: ExpectStatic = makeExpect();

function makeExpect(): ExpectStatic {
  const made = (value: unknown, message?: string) => chai.expect(value, message);
  const expect = Object.assign(made, chai.expect, {
    getState: () => getState(expect),
    setState: (state: Partial<MatcherState>) => setState(state, expect),
  }) as unknown as ExpectStatic;
  const state = { assertionCalls: 0, isExpectingAssertions: false, isExpectingAssertionsError: null };
  setState({ ...state, expectedAssertionsNumber: null, expectedAssertionsNumberErrorGen: null }, expect);
  Reflect.set(globalThis, GLOBAL_EXPECT, expect);
  return expect;
}
