/** Loaded by Vitest ahead of a grade test file: gives its fixture machines with the program on them. */
import { afterAll, inject } from "vitest";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { setGradeHost } from "../grader/grade-host.ts";
import { StagePool } from "../grader/stage.ts";
import "./grade-order.ts";

const { exercise, files, seed, machines } = inject("gradeOrder");
const pool = new StagePool({ files, exercise, size: machines, bootEngine: () => bootLocalEngine() });
await pool.ready();
setGradeHost({ seed, lease: (options) => pool.lease(options) });
afterAll(() => pool.close());
