import { plural } from "../plural.ts";

/** Stretches of time. The short ones are made of two units, the larger first: "59 min 58 s". */
export const shortDays = (count: number) => `${count} d`;
export const shortHours = (count: number) => `${count} h`;
export const shortMinutes = (count: number) => `${count} min`;
export const shortSeconds = (count: number) => `${count} s`;

export const days = (count: number) => plural(count, { one: `${count} day`, other: `${count} days` });
export const hours = (count: number) => plural(count, { one: `${count} hour`, other: `${count} hours` });
export const minutes = (count: number) =>
  plural(count, { one: `${count} minute`, other: `${count} minutes` });
export const lessThanAMinute = "less than a minute";

export const left = (duration: string) => `${duration} left`;
export const ago = (duration: string) => `${duration} ago`;
