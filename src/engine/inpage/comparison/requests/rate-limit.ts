import { type Ask, get, post, type Scenario } from "../scenario.ts";

const times = (count: number, request: Ask): readonly Ask[] => Array.from({ length: count }, () => request);
const keyed = (target: string, key: string) => get(target, { headers: { "X-Key": key } });
const from = (address: string) => get("/by-ip", { headers: { "X-Forwarded-For": address } });

export const rateLimitRequests: Scenario = {
  program: "rate-limit.cjs",
  requests: [
    ...times(3, get("/default")),
    ...times(3, get("/legacy")),
    ...times(3, get("/draft-6")),
    ...times(3, get("/draft-7")),
    ...times(3, get("/draft-8")),
    ...times(2, get("/message")),
    ...times(2, get("/message-function")),
    ...times(2, keyed("/by-key", "a")),
    keyed("/by-key", "b"),
    from("1.2.3.4"),
    from("1.2.3.4"),
    from("2001:db8::1"),
    from("2001:db8::2"),
    ...times(2, keyed("/skip", "friend")),
    ...times(2, get("/skip")),
    ...times(2, get("/skip-failed?status=500")),
    ...times(2, get("/skip-failed")),
    ...times(3, get("/skip-successful")),
    ...times(2, get("/skip-successful?status=404")),
    ...times(2, keyed("/dynamic", "friend")),
    ...times(2, get("/dynamic")),
    ...times(2, get("/handler")),
    get("/passed"),
    get("/broken"),
    ...times(2, get("/store")),
    get("/store/key"),
    post("/store/reset"),
    get("/store"),
  ],
};
