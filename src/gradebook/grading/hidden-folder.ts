/** In the folder of an exercise's hidden tests: the tests, and a folder of wrong solutions. */
export const HIDDEN_TEST_FILE = "hidden.test.ts";
export const WRONG_FOLDER = "wrong";
