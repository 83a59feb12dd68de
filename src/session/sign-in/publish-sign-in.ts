import { channel } from "node:diagnostics_channel";
import { publishEvent } from "../session-event.ts";
import { SIGN_IN_CHANNEL, type SignInEvent } from "./sign-in-event.ts";

const signIns = channel(SIGN_IN_CHANNEL);

export function publishSignIn(event: SignInEvent): void {
  const { request, kind, ...more } = event;
  publishEvent({ kind: more.reason === "reused" ? "remember-reused" : kind, ...more }, request);
  if (signIns.hasSubscribers) signIns.publish(event);
}
