import { Router } from "keepsake";

const TEXT_LIMIT = 500;

Router.get("/contact", async (req, res) => {
  return res.render("contact.html", {
    flash_message: req.session.getFlash("message"),
    flash_type: req.session.getFlash("message_type") ?? "info",
  });
});

Router.post("/contact", async (req, res) => {
  const fromForm = Boolean(req.is("urlencoded"));
  const name = trimmed(req.body?.name);
  const text = trimmed(req.body?.text);
  const error = refusal(name, text, String(req.body?.text ?? "").length);

  if (error !== undefined) {
    if (!fromForm) return res.status(422).json({ error });
    return res.status(422).render("contact.html", {
      flash_message: error,
      flash_type: "error",
      name,
      text,
    });
  }

  const letters = req.session.increment("letters");
  const message = `Thank you, ${name}. We will answer soon.`;
  if (!fromForm) return res.status(201).json({ message, letters });
  req.session.flash("message", message);
  req.session.flash("message_type", "success");
  return res.redirect(303, "/contact");
});

function trimmed(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function refusal(name: string, text: string, length: number): string | undefined {
  if (name === "") return "Please give your name.";
  if (text === "") return "Please write something.";
  if (length > TEXT_LIMIT) return `Please write at most ${TEXT_LIMIT} characters.`;
  return undefined;
}
