import express, { type Request, type Response } from "express";
import { session } from "keepsake";

const app = express();
app.use(express.urlencoded(), express.json(), session());

app.get("/contact", (req, res) => {
  res.send(page({ alert: req.session.flash<Alert>("alert") }));
});

app.post("/contact", (req, res) => {
  const letter = readLetter(req.body);
  const answer = req.is("json") ? answerScript : answerForm;
  answer(req, res, letter);
});

app.listen(7148);

interface Alert {
  kind: "success" | "error";
  text: string;
}

interface Letter {
  name: string;
  text: string;
  fault: string | null;
}

function readLetter(body: Record<string, unknown> | undefined): Letter {
  const [name, text] = ["name", "text"].map((field) => String(asText(body?.[field])).trim()) as [
    string,
    string,
  ];
  if (name.length === 0) return { name, text, fault: "A name is missing." };
  if (text.length === 0) return { name, text, fault: "The letter is empty." };
  return { name, text, fault: text.length > 500 ? "The letter is too long." : null };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function answerScript(req: Request, res: Response, { name, fault }: Letter): void {
  if (fault !== null) {
    res.status(422).json({ error: fault });
    return;
  }
  res.status(201).json({ message: `Hello ${name}`, letters: req.session.increment("letters") });
}

function answerForm(req: Request, res: Response, { name, text, fault }: Letter): void {
  if (fault !== null) {
    res.status(422).send(page({ alert: { kind: "error", text: fault }, name, text }));
    return;
  }
  req.session.update<number>("letters", (letters = 0) => letters + 1);
  req.session.flash("alert", { kind: "success", text: `Hello ${name}, your letter is here.` });
  res.redirect(303, "contact");
}

function page({
  alert,
  name = "",
  text = "",
}: {
  alert: Alert | undefined;
  name?: string;
  text?: string;
}): string {
  const shown = alert === undefined ? "" : `<p class="alert alert-${alert.kind}">${escaped(alert.text)}</p>`;
  return `<!doctype html><html lang="en"><title>Contact</title><h1>Contact</h1>${shown}
<form method="POST" action="/contact">
<input name="name" aria-label="Name" value="${escaped(name)}">
<textarea name="text" aria-label="Letter">${escaped(text)}</textarea>
<button>Send</button></form></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
