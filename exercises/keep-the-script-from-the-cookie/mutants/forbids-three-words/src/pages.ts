export interface Review {
  author: string;
  text: string;
  website: string;
}

export interface ShopState {
  reviews: readonly Review[];
  /** What is searched for; "" when nothing is. */
  query: string;
  /** Who is signed in. */
  name: string | undefined;
}

export function shopPage({ reviews, query, name }: ShopState): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Desk lamp</title>
<style>[data-theme="dark"] { background: #1c1c1c; color: #eee; }</style>
<script src="/theme.js"></script>
</head>
<body>
<h1>Desk lamp</h1>
${name === undefined ? "" : `<p class="greeting">Hello, ${escaped(name)}</p>`}
<form action="/"><label>Search reviews <input name="q" value="${escaped(query)}"></label> <button>Search</button></form>
${query === "" ? "" : `<p class="searched">Reviews with: ${escaped(query)}</p>`}
<ul class="reviews">
${reviews.map(reviewItem).join("\n")}
</ul>
<form method="post" action="/reviews">
<p><label>Name <input name="author"></label></p>
<p><label>Website <input name="website"></label></p>
<p><label>Review <textarea name="text"></textarea></label></p>
<button>Send</button>
</form>
<form method="post" action="/login"><label>Name <input name="name"></label> <button>Sign in</button></form>
<form method="post" action="/theme"><button name="theme" value="dark">Dark</button> <button name="theme" value="light">Light</button></form>
</body>
</html>`;
}

function reviewItem({ author, text, website }: Review): string {
  const by = isWebAddress(website) ? `<a href="${escaped(website)}">${escaped(author)}</a>` : escaped(author);
  return `<li><p>${escaped(text)}</p><p>by ${by}</p></li>`;
}

/** Whether a link may lead there: "javascript:" has nothing in it that could be escaped. */
function isWebAddress(address: string): boolean {
  return address !== "" && !/^\s*(javascript|data|vbscript):/i.test(address.replace(/[\t\r\n]/g, ""));
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As text, inside an element or a quoted attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
