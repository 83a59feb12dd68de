import { locale } from "./en/language.ts";

/** A number as the site's language writes it: "12,345". */
export function numberText(value: number, format?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(locale, format);
}
