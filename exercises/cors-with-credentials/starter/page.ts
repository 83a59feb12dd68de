import { createServer } from "node:http";

/** The same page for each of its hosts; the browser says which one it is. */
const page = `<!doctype html>
<html lang="en">
<title>The page</title>
<h1>A page of <span id="origin"></span></h1>
<p>
  <button data-method="POST" data-path="/enter">Sign in</button>
  <button data-method="GET" data-path="/theme">My theme</button>
  <button data-method="PUT" data-path="/theme">Dark theme</button>
  <button data-method="GET" data-path="/catalogue" data-credentials="omit">Catalogue</button>
</p>
<p id="answer" role="status">Nothing asked yet.</p>
<script>
  document.getElementById("origin").textContent = document.title = new URL(document.baseURI).host;
  for (const button of document.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      const { method, path, credentials = "include" } = button.dataset;
      const body = method === "PUT" ? JSON.stringify({ theme: "dark" }) : undefined;
      const headers = body === undefined ? {} : { "Content-Type": "application/json" };
      document.getElementById("answer").textContent =
        await fetch("https://api.shop.test" + path, { method, body, headers, credentials })
          .then((answer) => answer.text(), (error) => "The page got no answer: " + error.message);
    });
  }
</script>
</html>`;

createServer((_req, res) => {
  res.setHeader("Content-Type", "text/html");
  res.end(page);
}).listen(3000);
