const chosen = document.cookie.split("; ").find((pair) => pair.startsWith("theme="));
document.documentElement.setAttribute("data-theme", chosen?.slice("theme=".length) ?? "light");
