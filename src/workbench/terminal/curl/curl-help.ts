import { CURL_VERSION } from "./curl-version.ts";
import { curlOptions } from "./option-table.ts";
import { writeOutNames } from "./write-out.ts";

/** What `curl --help` prints. */
export function curlHelp(): string {
  const rows = curlOptions.flatMap(({ name, letter, value, help }) => {
    if (help === undefined) return [];
    const flag = `${letter === undefined ? "    " : `-${letter}, `}--${name}${value === undefined ? "" : ` <${value}>`}`;
    return [{ flag, help }];
  });
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 1;
  return [
    "Usage: curl [options...] <url>",
    ...rows.map(({ flag, help }) => ` ${flag.padEnd(width)} ${help}`),
    "",
    `Facts for -w: ${writeOutNames.join(", ")}.`,
    "Cookies are neither kept nor sent unless -c or -b asks for it. `jar Alice > cookies.txt` writes down",
    "a browser's cookies for -b.",
    "",
  ].join("\n");
}

export function curlVersion(): string {
  return [
    `curl ${CURL_VERSION} (the workbench) Keepsake's own, held against curl ${CURL_VERSION}`,
    "Protocols: http https",
    "",
  ].join("\n");
}
