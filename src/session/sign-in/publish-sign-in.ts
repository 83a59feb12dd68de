import { channel } from "node:diagnostics_channel";
import { SIGN_IN_CHANNEL, type SignInEvent } from "./sign-in-event.ts";

const signIns = channel(SIGN_IN_CHANNEL);

export function publishSignIn(event: SignInEvent): void {
  if (signIns.hasSubscribers) signIns.publish(event);
}
