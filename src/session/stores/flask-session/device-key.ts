import { sha256Hex } from "../../session-id.ts";

const MARK = "remember:";

/**
 * What a remembered device is kept under. The selector is in a cookie that its user can read, so a name made of
 * it must lead nobody to the record: it is no id of ours (those hold no colon), and since Flask-Session takes any
 * text for an id, each store keeps what {@link isDeviceKey} knows where Python does not look.
 */
export function deviceKey(selector: string): string {
  return MARK + sha256Hex(`${MARK}${selector}`);
}

export function isDeviceKey(key: string): boolean {
  return key.startsWith(MARK);
}
