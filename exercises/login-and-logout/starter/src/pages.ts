function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>
<h1>${title}</h1>
${content}
<form method="post" action="/cart"><button>Put a lamp into the cart</button></form>
</body>
</html>`;
}

/** The form, with a message above it when there is one. */
export function loginPage(message = ""): string {
  return page(
    "Sign in",
    `${message === "" ? "" : `<p class="alert" role="alert">${message}</p>`}
<form method="post" action="/login">
<p><label>E-mail <input name="email" type="email" required></label></p>
<p><label>Password <input name="password" type="password" required></label></p>
<button>Sign in</button>
</form>`,
  );
}

export function accountPage(name: string, lamps: number): string {
  return page(
    "Your account",
    `<p>Signed in as <strong>${name}</strong>.</p>
<p>Lamps in the cart: ${lamps}</p>
<form method="post" action="/logout"><button>Sign out</button></form>`,
  );
}
