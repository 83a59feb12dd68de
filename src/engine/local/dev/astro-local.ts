import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AstroIntegration } from "astro";
import { tokenRefusal } from "./gate.ts";
import { ADDRESS_PATH, type MachineAddress } from "./machine-address.ts";
import { serveMachines } from "./machine-socket.ts";

const TOKEN_BYTES = 32;

/**
 * Real Node on the learner's own machine, for pages of `astro dev` alone. A built site has nothing of it: the
 * endpoint is part of the development server, and its client is imported behind `import.meta.env.DEV`.
 */
export function localMachines(): AstroIntegration {
  return {
    name: "keepsake-local-machines",
    hooks: {
      "astro:config:setup": ({ command, updateConfig }) => {
        // Programs write there; a page need not be loaded again for that.
        if (command === "dev") updateConfig({ vite: { server: { watch: { ignored: ["**/work/**"] } } } });
      },
      "astro:server:setup": ({ server }) => {
        const { httpServer } = server;
        if (httpServer === null) return;
        const token = randomBytes(TOKEN_BYTES).toString("base64url");
        const port = () => portOf(httpServer as Server);
        const end = serveMachines({
          server: httpServer as Server,
          gate: () => ({ port: port(), token }),
          engine: { closedPorts: () => [port()], ...workRoot() },
        });
        httpServer.once("close", () => void end());
        server.middlewares.stack.unshift({
          route: ADDRESS_PATH,
          handle: (request: IncomingMessage, response: ServerResponse) => {
            const address: MachineAddress = { token, nodeVersion: process.version };
            answer(response, tokenRefusal(request, port())?.why, address);
          },
        });
      },
    },
  };
}

function answer(response: ServerResponse, refused: string | undefined, address: MachineAddress): void {
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (refused !== undefined) {
    response.writeHead(403, { "Content-Type": "text/plain" }).end(`Refused: ${refused}.\n`);
  } else response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(address));
}

/** Tests put the folder `work` elsewhere, so that they leave a learner's files alone. */
function workRoot(): { readonly root?: string } {
  const root = process.env["KEEPSAKE_WORK_ROOT"];
  return root === undefined ? {} : { root };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
