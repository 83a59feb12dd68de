import { ATTRIBUTE_LIMIT_BYTES } from "./cookie.ts";
import { badSetting } from "./setting-errors.ts";
import type { SettingReader } from "./setting-reader.ts";
import type { SessionSettings } from "./settings.ts";

type Attributes = Pick<SessionSettings, "secure" | "httpOnly" | "cookiePath" | "domain">;

/**
 * Throws "bad-setting" for cookies that browsers would drop or misread (RFC 6265bis §4.1.2, §4.1.3), at start
 * and not when the first one is sent.
 */
export function refuseCookieContradictions(settings: SessionSettings, read: SettingReader): void {
  const { name, rememberName, secure, sameSite, partitioned, cookiePath, domain } = settings;
  refuseBadName(read, "name", name, settings);
  // The remember-me cookie is for the whole host and for no script, whatever is said of the other.
  refuseBadName(read, "rememberName", rememberName, {
    secure,
    httpOnly: true,
    cookiePath: "/",
    domain: undefined,
  });
  if (name === rememberName) {
    throw badSetting(
      read.nameOf("rememberName"),
      rememberName,
      "The session-id cookie has this name. Use another one.",
    );
  }
  if (sameSite === "None" && secure !== true) {
    throw badSetting(
      read.nameOf("sameSite"),
      "None",
      `Browsers drop SameSite=None without Secure: set ${read.assignmentBeside("sameSite", "secure", "true")}, or use Lax.`,
    );
  }
  if (partitioned && secure !== true) {
    throw badSetting(
      read.nameOf("partitioned"),
      true,
      `Browsers drop Partitioned without Secure: set ${read.assignmentBeside("partitioned", "secure", "true")}, or take it out.`,
    );
  }
  if (!/^\/[\x20-\x3a\x3c-\x7e]*$/.test(cookiePath) || cookiePath.length > ATTRIBUTE_LIMIT_BYTES) {
    throw badSetting(
      read.nameOf("cookiePath"),
      cookiePath,
      "Give a path that begins with / and has no semicolon.",
    );
  }
  if (domain !== undefined && !isDomain(domain)) {
    throw badSetting(
      read.nameOf("domain"),
      domain,
      "Give a host name alone, such as example.com, or leave it out: then the cookie goes to this host only.",
    );
  }
}

function refuseBadName(
  read: SettingReader,
  option: "name" | "rememberName",
  name: string,
  { secure, httpOnly, cookiePath, domain }: Attributes,
): void {
  const setting = read.nameOf(option);
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/.test(name)) {
    throw badSetting(setting, name, "Use letters, digits and - _ . only.");
  }
  const prefix = /^__(?:secure|http|host-http|host)-/i.exec(name)?.[0].toLowerCase();
  if (prefix === undefined) return;
  const drop = "Browsers drop this prefix";
  if (secure !== true) {
    throw badSetting(
      setting,
      name,
      `${drop} without Secure: set ${read.assignmentBeside(option, "secure", "true")}.`,
    );
  }
  if (prefix.includes("http-") && !httpOnly) {
    throw badSetting(
      setting,
      name,
      `${drop} without HttpOnly: set ${read.assignmentBeside(option, "httpOnly", "true")}.`,
    );
  }
  if (prefix.startsWith("__host-") && domain !== undefined) {
    throw badSetting(setting, name, `${drop} with a Domain: take ${read.nameOf("domain")} out.`);
  }
  if (prefix.startsWith("__host-") && cookiePath !== "/") {
    throw badSetting(setting, name, `${drop} below a path: take ${read.nameOf("cookiePath")} out.`);
  }
}

/** Host names in ASCII; an address or a top-level name cannot be shared with hosts below it. */
function isDomain(domain: string): boolean {
  const isName =
    /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  return isName.test(domain);
}
