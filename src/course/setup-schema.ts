import { z } from "zod";
import { faultOfSetup } from "./setup-faults.ts";

const port = z.int().min(1).max(65_535);
const processName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a short lower-case name, such as "b" or "redis"');

const processSchema = z.strictObject({
  /** Unique; names the process on the screen, in wire blocks (`@stop b`) and in grade tests (`program("b")`). */
  name: processName,
  /** Its command line: "node server.ts", "redis-server --port 6379". Parted at spaces; there is no quoting. */
  run: z.string().regex(/\S/, 'a command line, such as "node server.ts"'),
  /** Where it listens. The process gets it as PORT, unless `env` says otherwise. Absent: it need not listen. */
  port: port.optional(),
  /** Added to its environment. */
  env: z.record(z.string(), z.string()).optional(),
  /** Processes further up that must listen before this one is started. */
  after: z.array(processName).optional(),
  /** false: Run does not start it; the learner does, or a grade test. Default true. */
  startsWithRun: z.boolean().optional(),
});

const hostSchema = z.strictObject({
  /** In lower case: "shop.test". A name that answers on http and https is two hosts. */
  name: z.string().min(1),
  /** Default "http". */
  scheme: z.enum(["http", "https"]).optional(),
  /** Default: the scheme's own. */
  port: port.optional(),
  /** The names of the processes behind it. */
  servers: z.array(processName).min(1),
  /** Among several servers: each in turn, or the one that answered this browser first. Default "round-robin". */
  balance: z.enum(["round-robin", "sticky"]).optional(),
});

/** The fields of `exercise.json` and of a playground's `bench` block that say what runs behind the screen. */
export const setupFields = {
  /** The processes that Run starts, in this order. Default: the one program, `entry` on `port`. */
  processes: z.array(processSchema).optional(),
  /** Names of the virtual web and who stands behind them. Default: `http://localhost:PORT` alone. */
  hosts: z.array(hostSchema).optional(),
  /** The browsers to begin with. Mallory is the attacker, and red. */
  browsers: z.array(z.string()).optional(),
};

interface SetupParts {
  readonly processes?: z.output<typeof setupFields.processes>;
  readonly hosts?: z.output<typeof setupFields.hosts>;
  readonly browsers?: z.output<typeof setupFields.browsers>;
}

/** For `superRefine`: processes, hosts and browsers must fit each other. */
export function refineSetup({ processes, hosts, browsers }: SetupParts, context: z.RefinementCtx): void {
  const fault = faultOfSetup({ entry: "", port: 1, processes, hosts, browsers });
  if (fault !== undefined)
    context.addIssue({ code: "custom", path: [...fault.path], message: fault.message });
}

/** A playground's ```` ```json bench ```` block. Unknown keys are refused. */
export const benchBlockSchema = z.strictObject(setupFields).superRefine(refineSetup);
