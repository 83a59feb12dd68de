/** The line about the site's version and its copy for use without a network. */
export const version = (version: string) => `Version ${version}`;
export const versionAndBuild = (version: string, build: string) => `Version ${version}, build ${build}`;
export const newVersion = "There is a new version of Keepsake. What you wrote is saved first.";
export const wouldBeLost =
  "Not everything on this page can be kept: what you wrote here would be gone. Save it elsewhere first, or go on in this version.";
export const changing = "One moment: what you wrote is saved, and the new version comes…";
export const reload = "Reload";
export const reloadAnyway = "Reload anyway";
export const later = "Later";
export const keepsNoCopy = ". This browser keeps no copy for use without a network at this address.";
export const makingCopy = (percent: number) => `. Making a copy for use without a network: ${percent} %`;
export const ready = ". Ready offline: all of it works with the network cut.";
export const noCopy = (why: string) =>
  `. There is no copy for use without a network: ${why} It is tried again when you open another page.`;
export const makeCopy = (megabytes: number) => `Make a copy for use without a network (${megabytes} MB)`;
