/**
 * Where things are inside the sandbox. The same for the process that runs the tests and for the programs, so that no
 * path needs translating; the tests see all of it, a program only its own machine and the library.
 */

/** This repository, read-only: all of it for the tests; for programs the servers of stores that they may start. */
export const REPOSITORY_PLACE = "/keepsake/repository";
/** The file of Node itself. */
export const NODE_PLACE = "/keepsake/node";
/** In memory, of limited size: a folder for each machine, and gone with the sandbox. */
export const MACHINES_PLACE = "/keepsake/machines";
/** In memory: the test files, and what Node has compiled of the library. */
export const TESTS_PLACE = "/keepsake/tests";
/** In memory: the library as programs import it. They see it, and may change nothing. */
export const LIBRARY_PLACE = "/keepsake/library";
/** In memory: the sockets of the stores in which programs keep their sessions. A program sees its own. */
export const STORES_PLACE = "/keepsake/stores";
