import { isRightToLeft, language } from "../words/en/language.ts";
import * as words from "../words/en/site.ts";

/** What a browser shows of the site when it is installed: https://www.w3.org/TR/appmanifest/. */
export const siteManifest = {
  id: "/",
  name: words.installedName,
  short_name: "Keepsake",
  description: words.installedDescription,
  lang: language,
  dir: isRightToLeft ? "rtl" : "ltr",
  start_url: "/course/",
  scope: "/",
  display: "standalone",
  background_color: "#f5f6f3",
  theme_color: "#f5f6f3",
  categories: ["education", "developer"],
  icons: [
    { src: "/favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
  shortcuts: [
    { name: words.course, url: "/course/" },
    { name: words.exercises, url: "/exercises/" },
    { name: words.library, url: "/library/" },
  ],
};
