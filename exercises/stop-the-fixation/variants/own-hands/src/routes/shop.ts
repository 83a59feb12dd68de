import { Auth, Router, type Session } from "keepsake";
import { shopPage } from "../pages.ts";
import { userByEmail } from "../users.ts";

interface State {
  user_id: number | null;
  lamps: number;
  address: string;
}

const DESK_NUMBER = "2468";

/** What the session knows, complete. */
function stateOf(session: Session): State {
  return {
    user_id: session.get<number>("user_id") ?? null,
    lamps: session.get("lamps", 0),
    address: session.get("address", ""),
  };
}

/** Under a new id; only the cart of an anonymous visitor comes along. */
function signIn(session: Session, userId: number): void {
  const before = stateOf(session);
  session.regenerate();
  if (before.user_id !== null && before.user_id !== userId) session.clear();
  session.set("user_id", userId);
}

Router.get("/", (req, res) => {
  res.send(shopPage(stateOf(req.session)));
});

Router.get("/me", (req, res) => {
  res.json(stateOf(req.session));
});

Router.post("/cart", (req, res) => {
  req.session.update<number>("lamps", (lamps = 0) => lamps + 1);
  res.redirect(303, "/");
});

Router.post("/login", async (req, res) => {
  const user = userByEmail(String(req.body.email));
  if (await Auth.checkPassword(req.body.password, user?.passwordHash)) {
    signIn(req.session, user?.id ?? 0);
    res.redirect(303, "/");
  } else {
    res.sendStatus(401);
  }
});

Router.post("/address", (req, res) => {
  if (stateOf(req.session).user_id === null) {
    res.sendStatus(401);
    return;
  }
  req.session.set("address", String(req.body.address));
  res.redirect(303, "/");
});

Router.post("/desk", (req, res) => {
  if (stateOf(req.session).user_id === null) res.sendStatus(401);
  else if (String(req.body.number) !== DESK_NUMBER) res.sendStatus(403);
  else {
    req.session.set("desk", true);
    req.session.regenerate();
    res.redirect(303, "/desk");
  }
});

Router.get("/desk", (req, res) => {
  if (req.session.get("desk") === true) res.json({ takings: 88_310 });
  else res.sendStatus(403);
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.redirect(303, "/");
});
