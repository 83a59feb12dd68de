import process from "node:process";
import { resolveSettings, type SessionOptions, type SessionSettings } from "../settings.ts";
import type { Store, StoreCapabilities } from "../store.ts";
import { AuditReport } from "./audit-report.ts";
import { judgeChecks } from "./judge-checks.ts";
import { handlersOf, type Surroundings, surroundingsOf } from "./surroundings.ts";

/** What is known of each session middleware of this process. */
const middleware = new WeakMap<object, { readonly settings: SessionSettings; readonly store: Store }>();

export function rememberForAudit(handler: object, settings: SessionSettings, store: Store): void {
  middleware.set(handler, { settings, store });
}

/**
 * Judges the live configuration by the 44 checks (see {@link AuditReport}): of an Express app with everything
 * around its sessions, of a session middleware, or of settings, by default those of the environment. Throws
 * {@link SessionError} "bad-setting" for settings that are wrong, and a TypeError for an app without sessions.
 */
export function audit(subject: object | SessionOptions = {}): AuditReport {
  const surroundings = surroundingsOf(subject);
  if (surroundings === undefined) {
    const known = middleware.get(subject);
    return known === undefined
      ? auditSettings(resolveSettings(subject as SessionOptions, process.env))
      : report(known.settings, known.store, undefined);
  }
  for (const handler of handlersOf(subject)) {
    const known = typeof handler === "function" ? middleware.get(handler) : undefined;
    if (known !== undefined) return report(known.settings, known.store, surroundings);
  }
  throw new TypeError("This app has no sessions to audit. Put session() into it first: app.use(session()).");
}

const EVERYTHING: StoreCapabilities = { turns: true, merge: true, revoke: true, list: true };
const NOTHING: StoreCapabilities = { turns: false, merge: false, revoke: false, list: false };

function auditSettings(settings: SessionSettings): AuditReport {
  const { backend } = settings;
  if (backend.kind === "given") return report(settings, backend.store, undefined);
  const isCookie = backend.kind === "cookie";
  return report(
    settings,
    {
      name: isCookie ? `${backend.codec.name} cookie` : backend.kind,
      capabilities: isCookie ? NOTHING : EVERYTHING,
    },
    undefined,
  );
}

function report(
  settings: SessionSettings,
  store: Pick<Store, "name" | "capabilities" | "ids">,
  surroundings: Surroundings | undefined,
): AuditReport {
  const { name, capabilities, ids } = store;
  return new AuditReport(
    name,
    judgeChecks({ settings, capabilities, hasForeignIds: ids !== undefined, surroundings }),
  );
}
