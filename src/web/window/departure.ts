import { requestOfForm } from "../form-request.ts";
import type { Page } from "../page.ts";
import type { NavigateOptions } from "../user-agent-options.ts";
import type { FrameMessage, LinkTarget } from "./frame-messages.ts";

/** Where a page's link, form or script leads, ready to be carried out by a tab or a frame. */
export interface Departure {
  readonly address: string;
  readonly target: LinkTarget;
  readonly userActivated: boolean;
  readonly options: NavigateOptions;
}

export function departureOf(
  message: Extract<FrameMessage, { kind: "navigate" | "submit" }>,
  page: Page,
): Departure {
  const { target, userActivated } = message;
  const from = {
    documentUrl: page.status === 0 ? null : page.url,
    referrerPolicy: message.referrerPolicy || page.referrerPolicy,
    userActivated,
  };
  if (message.kind === "navigate") {
    const { url, by, replace } = message;
    return { address: url, target, userActivated, options: { ...from, initiator: by, replace } };
  }
  const { address, ...request } = requestOfForm(message, page.url);
  return { address, target, userActivated, options: { ...from, initiator: "form", ...request } };
}
