import { plural } from "../plural.ts";

/** The clock that moves servers, jars and browsers. */
export const clock = "Clock";
export const realTime = "real time";
export const ahead = (duration: string) => `${duration} ahead`;
export const moveClock = (by: string) => `Move the clock ${by}`;

export const plusMinutes = (count: number) => `+${count} min`;
export const plusHours = (count: number) => `+${count} h`;
export const plusDays = (count: number) => `+${count} d`;
export const plusWeeks = (count: number) =>
  plural(count, { one: `+${count} week`, other: `+${count} weeks` });
export const plusYears = (count: number) =>
  plural(count, { one: `+${count} year`, other: `+${count} years` });
