import type { SessionError } from "./session-error.ts";
import { badSecretSetting, badSetting } from "./setting-errors.ts";
import type { Environment, SessionOptions } from "./settings.ts";
import { PREFIX, SETTINGS } from "./settings-table.ts";

type NumberOption = {
  [K in keyof SessionOptions]-?: NonNullable<SessionOptions[K]> extends number ? K : never;
}[keyof SessionOptions];
type TextOption = {
  [K in keyof SessionOptions]-?: NonNullable<SessionOptions[K]> extends string ? K : never;
}[keyof SessionOptions];
type FlagOption = {
  [K in keyof SessionOptions]-?: NonNullable<SessionOptions[K]> extends boolean ? K : never;
}[keyof SessionOptions];

export interface NumberRange {
  /** "seconds", "milliseconds", "": for messages. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** When nothing is said. */
  readonly fallback: number;
}

/** Reads settings: options over environment over defaults. An empty variable counts as unset. */
export class SettingReader {
  readonly options: SessionOptions;
  readonly #environment: Environment;

  constructor(options: SessionOptions, environment: Environment) {
    this.options = options;
    this.#environment = environment;
  }

  /** `variable`: without the prefix. */
  text(variable: string): string | undefined {
    const value = this.#environment[PREFIX + variable]?.trim();
    return value === "" ? undefined : value;
  }

  /** A variable of another part of the application. */
  foreign(name: string): string | undefined {
    const value = this.#environment[name]?.trim();
    return value === "" ? undefined : value;
  }

  /** What the setting is called where its value comes from: the option's name or the variable's. */
  nameOf(option: keyof SessionOptions): string {
    return this.options[option] === undefined ? variableOf(option) : option;
  }

  /**
   * Another setting, in the remedy for `refused`: as an option where one of the two is given in code, since an option
   * wins over a variable, which would change nothing.
   */
  nameBeside(refused: keyof SessionOptions, option: keyof SessionOptions): string {
    return this.options[refused] === undefined ? this.nameOf(option) : option;
  }

  /** `secure: true` or `TINA4_SESSION_SECURE=true`, as {@link nameBeside} names it. */
  assignmentBeside(refused: keyof SessionOptions, option: keyof SessionOptions, value: string): string {
    const name = this.nameBeside(refused, option);
    return name === option ? `${name}: ${value}` : `${name}=${value}`;
  }

  textOption(option: TextOption): string | undefined {
    const given: unknown = this.options[option];
    if (given === undefined) return this.#textFor(option);
    if (typeof given === "string") return given;
    throw badSetting(option, given, "Give a string.");
  }

  number(option: NumberOption, { unit, least, most, fallback }: NumberRange): number {
    const given = this.options[option];
    const text = given === undefined ? this.#textFor(option) : undefined;
    if (given === undefined && text === undefined) return fallback;
    const value: unknown = given ?? (/^\d{1,12}$/.test(text ?? "") ? Number(text) : text);
    const isUnlimited = value === Number.POSITIVE_INFINITY && fallback === Number.POSITIVE_INFINITY;
    if (
      isUnlimited ||
      (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most)
    )
      return value as number;
    const range = `${least} to ${most.toLocaleString("en-US")}`;
    throw badSetting(
      this.nameOf(option),
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
      unit === "" ? `Give a whole number, ${range}.` : `Give whole ${unit}, ${range}.`,
    );
  }

  flag(option: FlagOption, fallback: boolean): boolean {
    const given: unknown = this.options[option];
    if (given === undefined) {
      const text = this.#textFor(option);
      return text === undefined ? fallback : flagOf(variableOf(option), text, "Use true or false.");
    }
    if (typeof given === "boolean") return given;
    throw badSetting(option, given, "Use true or false.");
  }

  /** A variable that no option says. */
  flagVariable(variable: string, fallback: boolean): boolean {
    const text = this.text(variable);
    return text === undefined ? fallback : flagOf(PREFIX + variable, text, "Use true or false.");
  }

  secure(): boolean | "auto" {
    const given: unknown = this.options.secure;
    const remedy = "Use true, false or auto.";
    if (given === undefined) {
      const text = this.text("SECURE");
      if (text === undefined || text.toLowerCase() === "auto") return "auto";
      return flagOf(variableOf("secure"), text, remedy);
    }
    if (typeof given === "boolean" || given === "auto") return given;
    throw badSetting("secure", given, remedy);
  }

  #textFor(option: keyof SessionOptions): string | undefined {
    const row = SETTINGS.find((setting) => setting.option === option);
    return row === undefined ? undefined : this.text(row.variable);
  }
}

/** The variable that says the same as the option. */
export function variableOf(option: keyof SessionOptions): string {
  const row = SETTINGS.find((setting) => setting.option === option);
  return row === undefined ? option : PREFIX + row.variable;
}

function flagOf(setting: string, text: string, remedy: string): boolean {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "1") return true;
  if (lower === "false" || lower === "0") return false;
  throw badSetting(setting, text, remedy);
}

/** Names the variable of `variable` without its value. */
export function refuseSecret(variable: string, remedy: string): SessionError {
  return badSecretSetting(PREFIX + variable, remedy);
}
