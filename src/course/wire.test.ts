import { describe, expect, it } from "vitest";
import { matchesPattern, parseWire, type WireExchange, type WireStep } from "./wire.ts";

const parse = (text: string) => parseWire(text, "a.mdx", 10);

function only(steps: WireStep[]): WireExchange {
  const [step] = steps;
  if (steps.length !== 1 || step?.kind !== "exchange")
    throw new Error(`One exchange expected: ${JSON.stringify(steps)}`);
  return step;
}

describe("a wire block", () => {
  it("is requests with what must come back", () => {
    const exchange = only(
      parse(`# Add one
> POST /cart/add
> Content-Type: application/json
>
> {"product_id": 1}
< 201 Created
< Set-Cookie: a=…
<! Location
<
< {"message": …}
= {"cart": [1]}`),
    );
    expect(exchange).toEqual({
      kind: "exchange",
      line: 11,
      label: "Add one",
      agent: "Alice",
      parallel: 1,
      request: {
        method: "POST",
        target: "/cart/add",
        headers: [["Content-Type", "application/json"]],
        body: '{"product_id": 1}',
      },
      response: {
        status: 201,
        headers: [["Set-Cookie", "a=…"]],
        absent: ["Location"],
        body: '{"message": …}',
      },
      record: { cart: [1] },
    });
  });

  it("says nothing about an answer that it does not show", () => {
    expect(only(parse("> GET /"))).not.toHaveProperty("response");
  });

  it("parts two exchanges by an empty line, or by the next request", () => {
    expect(parse("> GET /a\n< 200\n\n> GET /b\n< 200")).toHaveLength(2);
    expect(parse("> GET /a\n< 200\n> GET /b\n< 200")).toHaveLength(2);
  });

  it("keeps the browser until another is named, and the label for one request", () => {
    const steps = parse("# First\n@Bob\n> GET /a\n< 200\n> GET /b\n< 200");
    expect(steps).toMatchObject([
      { agent: "Bob", label: "First" },
      { agent: "Bob", label: undefined },
    ]);
  });

  it("moves the clock, restarts and sends many at once", () => {
    expect(parse("@clock +61m\n@restart\n@parallel 10\n> GET /\n< 200\n> GET /")).toMatchObject([
      { kind: "clock", byMs: 3_660_000 },
      { kind: "restart" },
      { kind: "exchange", parallel: 10 },
      { kind: "exchange", parallel: 1 },
    ]);
  });

  it("stops and starts one process, sends to any host, and brings the clock back", () => {
    expect(
      parse("@stop b\n@start b\n@clock +1y\n@clock now\n> GET https://pay.test:8443/x?y\n< 200"),
    ).toMatchObject([
      { kind: "stop", process: "b" },
      { kind: "start", process: "b" },
      { kind: "clock", byMs: 31_536_000_000 },
      { kind: "real-time" },
      { kind: "exchange", request: { method: "GET", target: "https://pay.test:8443/x?y" } },
    ]);
  });

  it("has a page make the next request, and only that", () => {
    expect(
      parse("@from https://evil.test/\n> POST /\n@from https://evil.test/x fetch\n> GET /\n\n> GET /"),
    ).toMatchObject([
      { from: { url: "https://evil.test/", by: "navigation" } },
      { from: { url: "https://evil.test/x", by: "fetch" } },
      expect.not.objectContaining({ from: expect.anything() }),
    ]);
  });

  it("lets a browser take a cookie from another, and go on", () => {
    expect(parse("> GET /\n@Mallory takes sid from Alice\n> GET /me")).toMatchObject([
      { agent: "Alice" },
      { kind: "theft", cookie: "sid", from: "Alice", to: "Mallory", line: 11 },
      { agent: "Mallory" },
    ]);
  });

  it("shows what the browser sends by itself, and says what is kept from the page", () => {
    expect(
      parse(`@itself
> OPTIONS https://shop.test/cart
< 204

@from https://news.test/ fetch
> PUT https://shop.test/cart
! …no Access-Control-Allow-Origin…

@from https://news.test/ fetch same-origin no-cors
> GET https://shop.test/

@from https://news.test/ frame
> GET https://shop.test/`),
    ).toMatchObject([
      { byItself: true, request: { method: "OPTIONS" } },
      {
        from: { by: "fetch", credentials: "include", mode: "cors" },
        keptFromPage: "…no Access-Control-Allow-Origin…",
      },
      { from: { by: "fetch", credentials: "same-origin", mode: "no-cors" } },
      { from: { by: "frame" } },
    ]);
  });

  it("knows that there is no record", () => {
    expect(only(parse("> GET /\n= none")).record).toBeNull();
  });

  it.each([
    ["< 200", 'a.mdx:10: "< 200" has no request before it'],
    ["> GET", 'a.mdx:10: "> GET" must be a method and a path'],
    ["> GET /\n< OK", '"< OK" must be a status'],
    ["> GET /\n< 200\n< {}", '"{}" is no header'],
    ["> GET /\n= [1]", "must be a JSON object"],
    ["> GET /\n= {", "must be a JSON object"],
    ["@clock 1h", '"1h" is no move of the clock'],
    ["@from evil.test", '"@from evil.test" names no page'],
    ["@stop", '"@stop" names no process'],
    ["> GET ftp://shop.test/", "must be a method and a path"],
    ["@from https://news.test/ fetch all", "after fetch same-origin, omit, no-cors"],
    ["@from https://news.test/ omit", "may stand fetch, or frame"],
    ["@parallel 0", '"0" is no count'],
    ["@Mallory takes sid", "must say what and from whom"],
    ["@Mallory steals sid", "says something unknown"],
    ["> GET /\n? what", "must start with one of"],
  ])("refuses %j with a remedy", (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe("a pattern", () => {
  it.each([
    ["a=…", "a=1; Path=/", true],
    ["a=…; Path=/", "a=; Path=/", true],
    ["…b…", "a\nb\nc", true],
    ["a.c", "abc", false],
    ["a", "a b", false],
  ])("%j against %j: %s", (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });
});
