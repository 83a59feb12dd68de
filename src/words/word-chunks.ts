/**
 * Words that several scripts of a page use, each a few bytes, in two files and not in ten: what every page has, and what an
 * exercise's page and a playground have before they are used. All other words are written into the scripts that use them.
 */
export const wordChunks = {
  groups: [
    {
      name: "words",
      test: /\/words\/(?:(?:plural|number-text)\.ts|[\w-]+\/(?:language|buttons|toasts|time|share)\.ts)$/,
    },
    { name: "words-of-programs", test: /\/words\/[\w-]+\/(?:screen|program|drafts|failures)\.ts$/ },
  ],
};
