import process from "node:process";
import fc from "fast-check";

/** What is generated in `npm test` is the same each time; `npm run test:full` looks at other values in each run. */
if (process.env["KEEPSAKE_FULL"] !== "1") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 7148 });
