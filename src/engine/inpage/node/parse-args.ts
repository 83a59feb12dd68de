import { nodeError } from "./node-error.ts";

interface Option {
  readonly type: "boolean" | "string";
  readonly multiple?: boolean;
  readonly short?: string;
  readonly default?: unknown;
}
interface Config {
  readonly args?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  readonly strict?: boolean;
  readonly allowPositionals?: boolean;
  readonly allowNegative?: boolean;
}

/** `util.parseArgs`, without its `tokens`. `defaultArgs` stand in for `process.argv.slice(2)`. */
export function parseArgs(config: Config, defaultArgs: readonly string[]) {
  const { options = {}, strict = true, allowNegative = false } = config;
  const allowPositionals = config.allowPositionals ?? !strict;
  const values = Object.create(null) as Record<string, unknown>;
  const positionals: string[] = [];
  const queue = [...(config.args ?? defaultArgs)];

  const store = (name: string, value: unknown) => {
    if (options[name]?.multiple !== true) values[name] = value;
    else values[name] = [...((values[name] as unknown[] | undefined) ?? []), value];
  };
  const take = (raw: string, name: string, inline: string | undefined) => {
    const option = options[name];
    if (option === undefined) {
      const positive = name.startsWith("no-") ? name.slice(3) : "";
      if (allowNegative && options[positive]?.type === "boolean") return store(positive, false);
      if (strict) throw argsError("ERR_PARSE_ARGS_UNKNOWN_OPTION", `Unknown option '${raw}'`);
      return store(name, inline ?? true);
    }
    if (option.type === "boolean") {
      if (inline !== undefined && strict) {
        throw argsError("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${raw}' does not take an argument`);
      }
      return store(name, strict ? true : (inline ?? true));
    }
    const value = inline ?? queue.shift();
    if (value === undefined && strict) {
      throw argsError("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${raw} <value>' argument missing`);
    }
    return store(name, value ?? true);
  };

  while (queue.length > 0) {
    const arg = queue.shift() ?? "";
    if (arg === "--") {
      for (const rest of queue.splice(0)) positional(rest);
    } else if (arg.startsWith("--")) {
      const at = arg.indexOf("=");
      const name = at === -1 ? arg.slice(2) : arg.slice(2, at);
      take(`--${name}`, name, at === -1 ? undefined : arg.slice(at + 1));
    } else if (arg.startsWith("-") && arg.length > 1) takeShort(arg.slice(1));
    else positional(arg);
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return { values, positionals };

  function positional(arg: string): void {
    if (!allowPositionals) {
      throw argsError(
        "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL",
        `Unexpected argument '${arg}'. This command does not take positional arguments`,
      );
    }
    positionals.push(arg);
  }

  function takeShort(letters: string): void {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i] ?? "";
      const name = Object.keys(options).find((one) => options[one]?.short === letter) ?? letter;
      if (options[name]?.type === "string") {
        const inline = letters.slice(i + 1);
        take(`-${letter}`, name, inline === "" ? undefined : inline);
        return;
      }
      take(`-${letter}`, name, undefined);
    }
  }
}

function argsError(code: string, message: string): Error {
  return nodeError(TypeError, code, message);
}
