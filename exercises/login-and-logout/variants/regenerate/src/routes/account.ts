import type { NextFunction, Request, Response } from "express";
import { Auth, Router } from "keepsake";
import { accountPage, loginPage } from "../pages.ts";
import { type User, userByEmail, userById } from "../users.ts";

interface Credentials {
  email: string;
  password: string;
}

function read({ email = "", password = "" }: Partial<Record<keyof Credentials, unknown>>): Credentials {
  return {
    email: typeof email === "string" ? email : "",
    password: typeof password === "string" ? password : "",
  };
}

async function userOf(credentials: Credentials): Promise<User | null> {
  const user = userByEmail(credentials.email) ?? null;
  const fits = await Auth.checkPassword(credentials.password, user?.passwordHash ?? null);
  return fits ? user : null;
}

function signedIn(req: Request, res: Response, next: NextFunction): void {
  res.locals["user"] = userById(req.session.get("user_id"));
  if (res.locals["user"] === undefined) res.redirect(303, "/login");
  else next();
}

Router.get("/login", (_req, res) => {
  res.send(loginPage());
});

Router.post("/login", async (req, res) => {
  const user = await userOf(read(req.body));
  if (user === null) {
    res.status(401).send(loginPage("That did not work."));
    return;
  }
  req.session.regenerate();
  req.session.set("user_id", user.id);
  res.redirect(303, "/account");
});

Router.get("/account", signedIn, (req, res) => {
  res.send(accountPage(res.locals["user"].name, req.session.get("lamps", 0)));
});

Router.post("/logout", (req, res) => {
  req.session.logout();
  res.redirect(303, "/login");
});
