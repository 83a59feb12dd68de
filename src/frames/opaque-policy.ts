/** What the service worker puts on the pages of such frames. They may do what a sandbox can allow, but keep no origin. */
export const OPAQUE_POLICY = "sandbox allow-scripts allow-forms allow-modals";
