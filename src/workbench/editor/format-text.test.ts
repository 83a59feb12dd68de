import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatText } from "./format-text.ts";
import { hideTags } from "./template-tags.ts";

const root = join(import.meta.dirname, "../../..");

async function formatted(path: string, text: string): Promise<string> {
  const result = await formatText(path, text);
  if (result.kind !== "formatted") throw new Error(`${path} is not formatted: ${JSON.stringify(result)}`);
  return result.text;
}

describe("formatting", () => {
  it.each([
    [
      "server.ts",
      "const a:number=1 ;type B<T>={[K in keyof T]:T[K]}",
      "const a: number = 1;\ntype B<T> = { [K in keyof T]: T[K] };\n",
    ],
    ["server.js", "const a = 'b'", 'const a = "b";\n'],
    ["package.json", '{"a":1,\n"b":[]}', '{ "a": 1, "b": [] }\n'],
    ["public/shop.css", "a{color:red}", "a {\n  color: red;\n}\n"],
    ["page.html", "<ul><li>a</li><li>b</li></ul>", "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n"],
  ])("knows the language of %s", async (path, text, expected) => {
    expect(await formatted(path, text)).toBe(expected);
  });

  it("says where a text cannot be read, and changes nothing", async () => {
    expect(await formatText("server.ts", "const a = 1;\nconst b = ;\n")).toEqual({
      kind: "unreadable",
      line: 2,
      message: "Unexpected token",
    });
  });

  it("leaves what nobody formats alone", async () => {
    expect(await formatText(".env", "A = 1")).toEqual({ kind: "no-formatter" });
  });
});

describe("a template", () => {
  it("is formatted as the HTML that it is, with its tags as they were", async () => {
    const text = `<table>{% for line in cart %}<tr><td class="{{ 'a>b' if x }}">{{ line.name | upper }}</td></tr>{% endfor %}</table>
<option value="1" {% if a < b %}selected{% endif %}>One</option>{# a remark #}`;
    const result = await formatted("cart.html", text);
    expect(hideTags(result).tags).toEqual(hideTags(text).tags);
    expect(result).toContain("{% if a < b %}selected{% endif %}");
    expect(result).toMatch(/\n {2,}<tr>\n/);
    expect(await formatted("cart.html", result)).toBe(result);
  });

  it("of the course keeps its tags and its words, each of them", async () => {
    const templates = ["exercises", "solutions"].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".html"))
        .map((path) => join(root, room, path)),
    );
    expect(templates.length).toBeGreaterThan(5);
    for (const path of templates) {
      const text = readFileSync(path, "utf8");
      const result = await formatted(path, text);
      expect(hideTags(result).tags, path).toEqual(hideTags(text).tags);
      const words = (html: string) => html.replaceAll(/[\s/>]+/g, "").toLowerCase();
      expect(words(result), path).toBe(words(text));
    }
  });
});
