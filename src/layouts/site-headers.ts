import { isolationHeaders } from "./isolation-headers.ts";

/** What no page of ours asks for, and so nothing in it may either. */
const UNUSED_FEATURES = [
  ...[
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
  ],
  ...["serial", "usb", "xr-spatial-tracking"],
];

/** Goes with every file of the site. */
export const siteHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  "Permissions-Policy": UNUSED_FEATURES.map((feature) => `${feature}=()`).join(", "),
};
