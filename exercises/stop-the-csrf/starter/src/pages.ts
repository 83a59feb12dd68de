const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

function page(content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The shop</title></head>
<body>
<h1>Your points</h1>
${content}
</body>
</html>`;
}

/** `fields`: what every form of the page also carries; nothing, unless you want it to. */
export function shopPage(name: string | undefined, points: number, fields = ""): string {
  const state = name === undefined ? "Nobody is signed in." : `${escaped(name)} has ${points} points.`;
  return page(`<p class="state">${state}</p>
<form method="post" action="/login">${fields}<label>Name <input name="name" value="alice"></label> <button>Sign in</button></form>
<form method="post" action="/points">${fields}<label>Send to <input name="to"></label>
<label>points <input name="amount" value="5"></label> <button>Send</button></form>
<form method="post" action="/logout">${fields}<button>Sign out</button></form>`);
}

/** Asks before the points go. */
export function giftPage(to: string, amount: number, fields = ""): string {
  return page(`<form method="post" action="/points">${fields}
<p>Send ${amount} points to ${escaped(to)}?</p>
<input type="hidden" name="to" value="${escaped(to)}"><input type="hidden" name="amount" value="${amount}">
<button>Send</button></form>
<p><a href="/">No</a></p>`);
}
