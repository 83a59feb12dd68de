import { locale } from "./en/language.ts";

/** A phrase in the forms that the language has for counted things. English has `one` and `other`; Arabic has all six. */
export type PluralForms = { readonly other: string } & {
  readonly [Form in Exclude<Intl.LDMLPluralRule, "other">]?: string;
};

let rules: Intl.PluralRules | undefined;

/** The form that goes with `count` in the site's language; `other` where the form that it wants is not given. */
export function plural(count: number, forms: PluralForms): string {
  rules ??= new Intl.PluralRules(locale);
  return forms[rules.select(count)] ?? forms.other;
}
