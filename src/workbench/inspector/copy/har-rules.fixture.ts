/** What HAR 1.2 says of one value: a type, an object's fields (a `?` at the end: optional), or each of a list. */
type Rule = "string" | "number" | "count" | "date" | "flag" | "url" | Fields | readonly [Rule];
interface Fields {
  readonly [field: string]: Rule;
}

const pairs: Rule = [{ name: "string", value: "string", "comment?": "string" }];
const cookies: Rule = [
  {
    name: "string",
    value: "string",
    "path?": "string",
    "domain?": "string",
    "expires?": "date",
    "httpOnly?": "flag",
    "secure?": "flag",
    "comment?": "string",
  },
];

/** The specification's own tables of fields; "count": a number, -1 where it is not known. */
const har: Rule = {
  log: {
    version: "string",
    creator: { name: "string", version: "string", "comment?": "string" },
    entries: [
      {
        "pageref?": "string",
        startedDateTime: "date",
        time: "number",
        request: {
          method: "string",
          url: "url",
          httpVersion: "string",
          cookies,
          headers: pairs,
          queryString: pairs,
          "postData?": { mimeType: "string", text: "string", "comment?": "string" },
          headersSize: "count",
          bodySize: "count",
          "comment?": "string",
        },
        response: {
          status: "number",
          statusText: "string",
          httpVersion: "string",
          cookies,
          headers: pairs,
          content: {
            size: "number",
            "compression?": "number",
            mimeType: "string",
            "text?": "string",
            "encoding?": "string",
            "comment?": "string",
          },
          redirectURL: "string",
          headersSize: "count",
          bodySize: "count",
          "comment?": "string",
        },
        cache: { "comment?": "string" },
        timings: { send: "number", wait: "number", receive: "number", "comment?": "string" },
        "comment?": "string",
      },
    ],
    "comment?": "string",
  },
};

/** Everything in which a value is not a HAR 1.2; fields whose name begins with `_` are anybody's own. */
export function harFaults(value: unknown): string[] {
  return faults(value, har, "har");
}

function faults(value: unknown, rule: Rule, at: string): string[] {
  if (typeof rule === "string") return isOfType(value, rule) ? [] : [`${at} is no ${rule}`];
  if (isList(rule)) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((item: unknown, index) => faults(item, rule[0], `${at}[${index}]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at} is no object`];
  const known = Object.entries(rule).flatMap(([name, fieldRule]) => {
    const field = name.replace("?", "");
    if (!(field in value)) return name.endsWith("?") ? [] : [`${at}.${field} is missing`];
    return faults(Reflect.get(value, field), fieldRule, `${at}.${field}`);
  });
  const unknown = Object.keys(value).filter(
    (field) => !field.startsWith("_") && !(field in rule) && !(`${field}?` in rule),
  );
  return [...known, ...unknown.map((field) => `${at}.${field} is not in the specification`)];
}

function isList(rule: Rule): rule is readonly [Rule] {
  return Array.isArray(rule);
}

function isOfType(value: unknown, type: Extract<Rule, string>): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number" && value >= 0 && Number.isFinite(value);
    case "count":
      return typeof value === "number" && value >= -1 && Number.isInteger(value);
    case "date":
      return (
        typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
      );
    case "url":
      return typeof value === "string" && URL.canParse(value) && !value.includes("#");
  }
}
