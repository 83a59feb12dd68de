// Served as /theme.js.
