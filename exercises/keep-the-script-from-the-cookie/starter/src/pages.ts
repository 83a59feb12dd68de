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
<script>
  // The visitor's choice, before anything is drawn.
  const theme = /(?:^|; )theme=(dark|light)/.exec(document.cookie)?.[1];
  document.documentElement.dataset.theme = theme ?? "light";
</script>
</head>
<body>
<h1>Desk lamp</h1>
${name === undefined ? "" : `<p class="greeting">Hello, ${name}</p>`}
<form action="/"><label>Search reviews <input name="q" value="${query}"></label> <button>Search</button></form>
${query === "" ? "" : `<p class="searched">Reviews with: ${query}</p>`}
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
  const by = website === "" ? author : `<a href="${website}">${author}</a>`;
  return `<li><p>${text}</p><p>by ${by}</p></li>`;
}
