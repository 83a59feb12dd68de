/** The club's page. Text that came from outside is escaped. */
export function clubPage(member: string, message: string): string {
  return page(
    "The club",
    `<p>Good to see you, <strong class="member">${escapeHtml(member)}</strong>.</p>
${message === "" ? "" : `<p class="alert" role="status">${escapeHtml(message)}</p>`}
<form method="post" action="/leave"><button>Leave the club</button></form>`,
  );
}

export function frontPage(): string {
  return page(
    "Reading club",
    `<form method="post" action="/join">
<label>Your name <input name="name" required></label>
<button>Join</button>
</form>`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body { max-width: 36rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }</style>
<h1>${title}</h1>
${content}
</html>
`;
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
