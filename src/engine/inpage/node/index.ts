import type { Kernel } from "../kernel.ts";
import { assertModule, assertStrictModule } from "./assert.ts";
import { asyncHooksModule } from "./async-hooks.ts";
import { Buffer, bufferModule } from "./buffer.ts";
import { type BuiltinModule, type Builtins, moduleFace } from "./builtin.ts";
import { createConsole } from "./console.ts";
import { cryptoModule } from "./crypto/crypto.ts";
import { diagnosticsChannelModule } from "./diagnostics-channel.ts";
import { eventsModule } from "./events.ts";
import { createFetch } from "./fetch.ts";
import { constants as fileConstants } from "./fs/file-constants.ts";
import { fsModules } from "./fs/fs.ts";
import { httpModule } from "./http/http.ts";
import { netModule } from "./net/net.ts";
import { osModule } from "./os.ts";
import { osConstants } from "./os-constants.ts";
import { pathModule } from "./path.ts";
import { createProcess, type ProcessOptions } from "./process.ts";
import { querystringModule } from "./querystring.ts";
import { refusedModules } from "./refused.ts";
import { streamModule, streamPromisesModule, streamWebModule } from "./stream.ts";
import { streamConsumersModule } from "./stream-consumers.ts";
import { stringDecoderModule } from "./string-decoder.ts";
import { createTimers } from "./timers.ts";
import { perfHooksModule, ttyModule } from "./tty-and-performance.ts";
import { urlModule } from "./url.ts";
import { utilModule } from "./util.ts";
import { types } from "./util-types.ts";
import { URL } from "./whatwg-url.ts";
import { zlibModule } from "./zlib.ts";

export type { BuiltinModule, Builtins, Lifecycle } from "./builtin.ts";
export { inspect } from "./inspect.ts";
export type { ProcessOptions } from "./process.ts";

/** Node's modules and globals for one process, on its kernel. Call once in a worker. */
export function createBuiltins(kernel: Kernel, options: ProcessOptions = {}): Builtins {
  const { process, lifecycle, stdout, stderr, emitWarning } = createProcess(kernel, options);
  const timers = createTimers(kernel);
  const { console, module: consoleModule } = createConsole(stdout, stderr);
  const fs = fsModules(kernel);
  const path = pathModule(kernel.cwd);
  const posix = moduleFace(path["posix"] as object);

  const modules = new Map<string, BuiltinModule>(
    Object.entries({
      assert: assertModule,
      "assert/strict": assertStrictModule,
      async_hooks: asyncHooksModule,
      buffer: bufferModule,
      console: consoleModule,
      constants: moduleFace({
        ...osConstants.errno,
        ...osConstants.priority,
        ...osConstants.signals,
        ...fileConstants,
      }),
      crypto: cryptoModule(),
      diagnostics_channel: diagnosticsChannelModule(kernel, lifecycle.uncaught),
      events: eventsModule,
      fs: fs.fs,
      "fs/promises": fs.promises,
      http: httpModule(kernel),
      net: netModule(kernel),
      os: osModule,
      path,
      "path/posix": posix,
      perf_hooks: perfHooksModule,
      process: moduleFace(process),
      querystring: querystringModule,
      stream: streamModule,
      "stream/consumers": streamConsumersModule,
      "stream/promises": streamPromisesModule,
      "stream/web": streamWebModule,
      string_decoder: stringDecoderModule,
      sys: utilModule(kernel, emitWarning),
      timers: timers.module,
      "timers/promises": timers.promisesModule,
      tty: ttyModule,
      url: urlModule(kernel.cwd),
      util: utilModule(kernel, emitWarning),
      "util/types": moduleFace(types),
      zlib: zlibModule(),
    }),
  );
  Object.assign(process, {
    getBuiltinModule: (name: string) => modules.get(name.replace(/^node:/, ""))?.default,
  });
  const globals = {
    global: globalThis,
    ...timers.globals,
    process,
    console,
    Buffer,
    fetch: createFetch(kernel),
    URL,
  };
  return { modules, globals, refused: refusedModules, lifecycle };
}
