import { EngineError } from "../engine.ts";
import type { Container, ContainerApi, FileSystemTree } from "./container-api.ts";
import { MACHINE_FOLDER } from "./machine-messages.ts";
import { within } from "./within.ts";

export interface LeaseOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The page's own Cross-Origin-Embedder-Policy: the two must agree. Fixed by the first boot of a page. */
  readonly coep: "require-corp" | "credentialless";
  /** The engine's own files, put into a container when it has just been booted. */
  readonly files: FileSystemTree;
}

/** A share in the page's container. */
export interface ContainerLease {
  readonly container: Container;
  /** Gives the share back; with the last one the container ends. The second call does nothing. */
  release(): void;
  /** The container does not work any more: it ends for all who share it, so that another can be booted. */
  condemn(): void;
}

/** A container that is booting or booted, and how many have a share in it. */
interface Shared {
  readonly booting: Promise<Container>;
  shares: number;
}

/** There is one container at most in a page, so it belongs to the page's one copy of the package. */
const pages = new WeakMap<ContainerApi, Shared>();

/**
 * A share in the page's container, which is booted for the first one. `boot()` is raced against a clock: with no
 * network it neither resolves nor rejects, and one that is called then waits behind it for good. So a boot that is
 * under way is waited for instead of started again, and one that succeeds when nobody wants it any more is
 * shut down. Rejects with code "boot-failed" or "aborted".
 */
export async function leaseContainer(api: ContainerApi, options: LeaseOptions): Promise<ContainerLease> {
  const { timeoutMs, signal } = options;
  const shared = pages.get(api) ?? start(api, options);
  const late = `WebContainer did not start within ${(timeoutMs / 1000).toFixed(1)} seconds; the network may be down, or its servers or their storage blocked in this browser. Load the page again to try once more.`;
  shared.shares += 1;
  let held = true;
  const release = () => {
    if (!held) return;
    held = false;
    shared.shares -= 1;
    if (shared.shares === 0) void shared.booting.then(() => endUnlessShared(api, shared), ignore);
  };
  try {
    const container = await within({ leftMs: timeoutMs, signal, late }, shared.booting);
    return { container, release, condemn: () => end(api, shared, container) };
  } catch (error) {
    release();
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError("boot-failed", `WebContainer could not start: ${reason}`, { cause: error });
  }
}

function start(api: ContainerApi, { coep, files }: LeaseOptions): Shared {
  const booting = api.boot({ coep, workdirName: "keepsake" }).then(async (container) => {
    await container.mount({ [MACHINE_FOLDER]: { directory: files } });
    return container;
  });
  const shared: Shared = { booting, shares: 0 };
  pages.set(api, shared);
  booting.catch(() => pages.delete(api));
  return shared;
}

async function endUnlessShared(api: ContainerApi, shared: Shared): Promise<void> {
  if (shared.shares === 0) end(api, shared, await shared.booting);
}

function end(api: ContainerApi, shared: Shared, container: Container): void {
  // A container may be torn down once only.
  if (pages.get(api) !== shared) return;
  pages.delete(api);
  container.teardown();
}

/** Whoever waited for the boot was told. */
function ignore(): void {}
