// Before the first paint: the theme chosen on an earlier visit, if any.
try {
  const theme = localStorage.getItem("keepsake:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's preference decides.
}
