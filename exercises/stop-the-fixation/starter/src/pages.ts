/** The shop's one page: what the session knows, and a form for all that can be done. */
export function shopPage(state: object): string {
  const shown = JSON.stringify(state, null, 2).replaceAll("<", "&lt;");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The shop</title></head>
<body>
<h1>The shop</h1>
<pre>${shown}</pre>
<form method="post" action="/cart"><button>Put a lamp into the cart</button></form>
<form method="post" action="/login">
<p><label>E-mail <input name="email" type="email" value="alice@shop.test"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<button>Sign in</button>
</form>
<form method="post" action="/address">
<p><label>Deliver to <input name="address"></label> <button>Keep</button></p>
</form>
<form method="post" action="/desk">
<p><label>The desk's number <input name="number"></label> <button>Open the desk</button></p>
</form>
<form method="post" action="/logout"><button>Sign out</button></form>
</body>
</html>`;
}
