import { nearest } from "./did-you-mean.ts";
import { SessionError } from "./session-error.ts";
import { badSetting } from "./setting-errors.ts";
import type { Environment, SessionOptions } from "./settings.ts";
import { CODE_ONLY, PREFIX, SETTINGS } from "./settings-table.ts";

/** What other libraries call it. Without {@link PREFIX}. */
const VARIABLE_ALIASES: Readonly<Record<string, string>> = {
  TYPE: "BACKEND",
  STORE: "BACKEND",
  DRIVER: "BACKEND",
  TIMEOUT: "TTL",
  LIFETIME: "TTL",
  MAX_AGE: "TTL",
  MAXAGE: "TTL",
  IDLE_TIMEOUT: "TTL",
  ABSOLUTE_TIMEOUT: "ABSOLUTE_TTL",
  RENEWAL_TIMEOUT: "RENEWAL_TTL",
  FOLDER: "PATH",
  DIR: "PATH",
  USER: "USERNAME",
  PASS: "PASSWORD",
  DB: "DATABASE",
  KEY: "SECRET",
  SECRET_KEY: "SECRET",
  ENCRYPTION_KEY: "ENCRYPTION_KEYS",
  COOKIE_NAME: "NAME",
  COOKIE_DOMAIN: "DOMAIN",
};

/** What express-session and others call it, and what to do instead. */
const OPTION_ALIASES: Readonly<Record<string, string>> = {
  backend: `Choose backends with ${PREFIX}BACKEND, or give "store".`,
  secret: 'It is called "secrets" here, and only cookies that hold something need it. Leave it out.',
  ttl: 'Did you mean "idleTimeoutSeconds"?',
  maxAge: 'Did you mean "idleTimeoutSeconds"? It counts seconds.',
  cookie: 'The cookie\'s attributes are options themselves: "secure", "httpOnly", "sameSite", "domain", …',
  path: 'Did you mean "cookiePath"?',
  key: 'Did you mean "name"?',
  resave: "Nothing is written that did not change. Leave it out.",
  saveUninitialized: "A session begins when something is put in it. Leave it out.",
  rolling: "The cookie is sent again by itself when a tenth of the idle timeout is over. Leave it out.",
  unset: "Use session.destroy(). Leave it out.",
  genid: "Ids are 192 random bits. Leave it out.",
  proxy: 'Express knows whom to trust: app.set("trust proxy", …). Leave it out.',
};

const VARIABLES = SETTINGS.map(({ variable }) => variable);
const FULL_NAMES = VARIABLES.map((variable) => PREFIX + variable);
const OPTIONS = [
  ...SETTINGS.flatMap(({ option }) => (option === undefined ? [] : [option])),
  ...Object.keys(CODE_ONLY),
];
const SECRETS = new Set(SETTINGS.filter(({ isSecret }) => isSecret).map(({ variable }) => variable));

/**
 * Throws {@link SessionError} "bad-setting" for a variable that begins with TINA4_SESSION_ (or nearly so) and
 * is none of ours. Its value is shown only when it is likely no secret.
 */
export function refuseUnknownVariables(environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith(PREFIX)) refuseUnknownVariable(name.slice(PREFIX.length), environment[name]);
    else if (/^TINA4_?SE/i.test(name)) refuseMisspeltPrefix(name);
  }
}

function refuseUnknownVariable(variable: string, value: string | undefined): void {
  if (VARIABLES.includes(variable)) return;
  const meant = Object.hasOwn(VARIABLE_ALIASES, variable)
    ? VARIABLE_ALIASES[variable]
    : nearest(variable, VARIABLES);
  if (meant === undefined) {
    throw new SessionError(
      "bad-setting",
      `There is no setting ${PREFIX}${variable}. There are ${FULL_NAMES.join(", ")}.`,
    );
  }
  const isSecret = SECRETS.has(meant) || /PASS|SECRET|KEY|TOKEN|URL|URI/i.test(variable);
  const remedy = `There is no such setting. Did you mean ${PREFIX}${meant}?`;
  throw isSecret
    ? new SessionError("bad-setting", `${PREFIX}${variable}: ${remedy}`)
    : badSetting(PREFIX + variable, value, remedy);
}

function refuseMisspeltPrefix(name: string): void {
  const meant = nearest(name, FULL_NAMES);
  if (meant !== undefined) {
    throw new SessionError("bad-setting", `There is no setting ${name}. Did you mean ${meant}?`);
  }
}

/** Throws {@link SessionError} "bad-setting" for an option that there is not. */
export function refuseUnknownOptions(options: SessionOptions): void {
  for (const name of Object.keys(options)) {
    if (OPTIONS.includes(name)) continue;
    const meant = nearest(name, OPTIONS);
    const remedy = Object.hasOwn(OPTION_ALIASES, name)
      ? OPTION_ALIASES[name]
      : meant === undefined
        ? `There are ${OPTIONS.join(", ")}.`
        : `Did you mean "${meant}"?`;
    throw new SessionError("bad-setting", `session() has no option "${name}". ${remedy}`);
  }
}

export function isSessionOption(name: string): boolean {
  return OPTIONS.includes(name);
}
