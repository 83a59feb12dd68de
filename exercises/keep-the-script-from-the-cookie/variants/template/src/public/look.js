const chosen = document.cookie.split("; ").find((pair) => pair.startsWith("theme="));
document.documentElement.dataset.theme = chosen?.slice("theme=".length) ?? "light";
