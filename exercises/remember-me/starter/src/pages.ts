function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>
<h1>${title}</h1>
${content}
</body>
</html>`;
}

export function loginPage(): string {
  return page(
    "Sign in",
    `<form method="post" action="/login">
<p><label>E-mail <input name="email" type="email" value="alice@shop.test"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<p><label><input name="remember" type="checkbox" value="on"> Remember me for 30 days</label></p>
<button>Sign in</button>
</form>`,
  );
}

export function accountPage(name: string): string {
  return page(
    "Your account",
    `<p>Signed in as <strong>${name}</strong>.</p>
<form method="post" action="/logout"><button>Sign out</button></form>
<form method="post" action="/logout/everywhere"><button>Sign out everywhere</button></form>`,
  );
}
