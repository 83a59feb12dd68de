// Served as /theme.js. The visitor's choice, before anything is drawn.
const theme = /(?:^|; )theme=(dark|light)/.exec(document.cookie)?.[1];
document.documentElement.dataset.theme = theme ?? "light";
