import { describe, expect, it } from "vitest";
import { proseSections } from "./prose-sections.ts";

const lesson = `---
id: a
title: Not text
---

Before any heading, a **word** and \`code\`.

## Delete it

A server sets it {" "} once more.

\`\`\`ts file="server.ts"
res.clearCookie("theme");
\`\`\`

\`\`\`ts mends="broken" file="server.ts"
res.giveAway();
\`\`\`

### Deeper

#### Deepest

| Word | Means |
|---|---|
| **session id** | the key to a \`record\` | 
| plain | row |

## Delete it

<Predict question="What does it read?" choices="one | two" answer="2">

The answer.

</Predict>

<Playground id="p" title="A cookie for the theme">

\`\`\`wire
> GET /theme
\`\`\`

</Playground>
`;

describe("the sections of a lesson", () => {
  const sections = proseSections(lesson, "mdx");
  const named = (slug: string) => sections.find((section) => section.slug === slug);

  it("begin with what stands before the first heading, without the front matter", () => {
    expect(sections[0]).toMatchObject({
      slug: "",
      heading: "",
      text: "Before any heading, a word and code.",
    });
  });

  it("have the anchors that the page has, the second of a name too", () => {
    expect(sections.map(({ slug }) => slug)).toEqual(["", "delete-it", "deeper", "delete-it-1"]);
  });

  it("keep text and programs apart, and leave out how a broken program is mended", () => {
    expect(named("delete-it")).toMatchObject({
      text: "A server sets it once more.",
      code: 'res.clearCookie("theme");',
    });
  });

  it("hold what stands under headings that are too deep for a section", () => {
    expect(named("deeper")?.text).toContain("Deepest");
  });

  it("make an entry of each row that explains a name, and text of others", () => {
    expect(named("deeper")?.entries).toEqual([{ term: "session id", text: "the key to a record" }]);
    expect(named("deeper")?.text).toContain("plain · row");
  });

  it("ask what a prediction asks, and do not answer it", () => {
    expect(named("delete-it-1")?.text).toBe("What does it read? A cookie for the theme");
    expect(named("delete-it-1")?.code).toBe("> GET /theme");
  });
});

it("reads Markdown too, with comments left out", () => {
  expect(proseSections("# Title\n\n<!-- not this -->\n\nText.\n", "md")).toEqual([
    { slug: "title", heading: "Title", text: "Text.", code: "", entries: [] },
  ]);
});
