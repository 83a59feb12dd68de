export const LANGUAGES = ["en", "de", "fr"];
export const THEMES = ["light", "dark"];

/** What holds for those who never chose. */
export const DEFAULTS = { language: "en", theme: "light", items_per_page: 20 };
