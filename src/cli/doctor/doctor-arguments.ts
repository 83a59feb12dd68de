import { readArgs, UsageError } from "../usage.ts";
import type { ExaminationPlan } from "./examine.ts";
import type { LoginPlan } from "./examine-login.ts";

export const USAGE = `keepsake doctor URL [options]

Looks at a running site's sessions from outside, with a few GET requests, against the library's 44 checks.
URL is a page that keeps nothing in the session.

  --start PATH      a page that begins a session when it is asked for
  --cookie NAME     the session cookie's name, where it is hard to tell
  --json            prints the report as JSON
  --insecure        takes certificates that nobody vouches for

With an account of yours, made for this (only then it sends POST requests):

  --login PATH      takes the form that signs in
  --field NAME=VALUE  a field of that form, once for each; VALUE may be env:VARIABLE
  --private PATH    a page that looks different to who is signed in
  --logout PATH     signs out, by POST

Ends with 0 when there is no fault, with 1 when there is one, with 2 when the site could not be asked.
`;

export interface DoctorArguments {
  readonly plan: ExaminationPlan;
  readonly isJson: boolean;
  readonly isInsecure: boolean;
}

/** Throws a {@link UsageError}. */
export function readArguments(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DoctorArguments {
  const { values, positionals } = parsed(given);
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError("Give one URL.");
  const page = siteAddress(address);
  const at = (path: string): URL => {
    const resolved = URL.canParse(path, page) ? new URL(path, page) : undefined;
    if (resolved?.origin === page.origin) return resolved;
    throw new UsageError(`${path} is not a path of ${page.origin}.`);
  };
  const login = loginPlan(values, at, environment);
  return {
    plan: {
      page,
      ...(values.start === undefined ? {} : { start: at(values.start) }),
      ...(values.cookie === undefined ? {} : { cookieName: values.cookie }),
      ...(login === undefined ? {} : { login }),
    },
    isJson: values.json,
    isInsecure: values.insecure,
  };
}

function parsed(given: readonly string[]) {
  return readArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      start: { type: "string" },
      cookie: { type: "string" },
      json: { type: "boolean", default: false },
      insecure: { type: "boolean", default: false },
      login: { type: "string" },
      field: { type: "string", multiple: true, default: [] },
      private: { type: "string" },
      logout: { type: "string" },
    },
  });
}

function siteAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${address} is not an address that begins with http:// or https://.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("Names and passwords in the address would end up in logs. Use --login.");
  }
  return url;
}

function loginPlan(
  { login, field, private: privatePage, logout }: ReturnType<typeof parsed>["values"],
  at: (path: string) => URL,
  environment: Readonly<Record<string, string | undefined>>,
): LoginPlan | undefined {
  if (login === undefined) {
    if (field.length === 0 && privatePage === undefined && logout === undefined) return undefined;
    throw new UsageError("--field, --private and --logout go with --login.");
  }
  if (privatePage === undefined)
    throw new UsageError("--login goes with --private: else nobody could tell who is in.");
  const fields = field.map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new UsageError(`--field is NAME=VALUE; one has no "=".`);
    const value = pair.slice(equals + 1);
    if (!value.startsWith("env:")) return [pair.slice(0, equals), value];
    const variable = value.slice("env:".length);
    const held = environment[variable];
    if (held === undefined) throw new UsageError(`The variable ${variable} is not set.`);
    return [pair.slice(0, equals), held];
  });
  return {
    login: at(login),
    fields: Object.fromEntries(fields),
    privatePage: at(privatePage),
    ...(logout === undefined ? {} : { logout: at(logout) }),
  };
}
