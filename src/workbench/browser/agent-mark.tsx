import * as words from "../../words/en/browser.ts";
import type { BenchAgent } from "../bench-agent.ts";

/** A browser's name behind its mark. An attacker's is red, and says so in words. */
export function AgentName({ agent }: { readonly agent: BenchAgent }) {
  return (
    <span class="agent-name" data-attacker={agent.isAttacker ? "" : undefined}>
      <span
        class="agent-mark"
        data-mark={agent.isAttacker ? "attacker" : markOf(agent.name)}
        data-private={agent.privateOf === undefined ? undefined : ""}
        aria-hidden="true"
      >
        {agent.name.charAt(0)}
      </span>
      {agent.name}
      {agent.isAttacker && agent.privateOf === undefined && (
        <span class="visually-hidden">{words.attacker}</span>
      )}
    </span>
  );
}

/** Names that come after each other in the alphabet look different. */
function markOf(name: string): number {
  return (name.codePointAt(0) ?? 0) % MARKS;
}

/** As many as agent-mark.css draws. */
const MARKS = 3;
