import { nextTick } from "./ticks.ts";

/** The `process` that the stream library is bundled with: all it asks for is `nextTick`. */
export default { nextTick, env: {}, stdout: undefined, stderr: undefined };
export { nextTick };
