/**
 * Draws the icons and the picture that a link to the site is shown with, from `public/favicon.svg`, by Chromium:
 *
 *     node src/cli/draw-icons.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../e2e/browser.ts";
import { pictures } from "./icons/pictures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const FONTS = [
  ["Keepsake Serif", "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"],
  ["Keepsake Sans", "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"],
  ["Keepsake Mono", "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2"],
] as const;

const fonts = await Promise.all(
  FONTS.map(async ([family, file]) => {
    const font = await readFile(`${root}node_modules/${file}`, "base64");
    return `@font-face { font-family: "${family}"; font-weight: 200 900; src: url(data:font/woff2;base64,${font}) }`;
  }),
);
const style = `${fonts.join("\n")}
  * { box-sizing: border-box }
  html, body { margin: 0; height: 100% }
  svg { display: block; inline-size: 100%; block-size: auto }
  .icon { block-size: 100%; display: grid; place-items: center }
  .preview { block-size: 100%; padding: 56px 72px; background: #f5f6f3; color: #1a232e; display: flex; flex-direction: column; font-family: Keepsake Sans }
  .name { display: flex; align-items: center; gap: 14px; font: 600 34px Keepsake Serif }
  .mark { inline-size: 44px }
  h1 { margin: 30px 0 34px; font: 600 78px / 1.08 Keepsake Serif; letter-spacing: -0.02em }
  .wire { padding: 22px 28px; border: 2px solid #d3d8d4; border-radius: 6px; background: #fff; font: 25px / 1.55 Keepsake Mono }
  .wire p { margin: 0 -28px; padding: 0 28px; white-space: pre; border-inline-start: 6px solid transparent }
  .wire span { color: #4c5763 }
  .wire .cookie { color: #7f5200; background: #fbeed2; border-color: #7f5200 }
  .wire .record { color: #07645f; background: #daf0ec; border-color: #07645f }
  .wire .cookie span, .wire .record span { color: inherit }
  .what { margin: 26px 0 0; font-size: 29px; color: #4c5763 }`;

const browser = await launchBrowser("chromium");
try {
  const page = await browser.newPage();
  const favicon = await readFile(`${root}public/favicon.svg`, "utf8");
  for (const { file, width, height, body, transparent = false } of pictures(favicon)) {
    await page.setViewportSize({ width, height });
    await page.setContent(`<!doctype html><style>${style}</style>${body}`);
    await page.evaluate(() => document.fonts.ready);
    await writeFile(`${root}public/${file}`, await page.screenshot({ omitBackground: transparent }));
    console.log(`public/${file}`);
  }
} finally {
  await browser.close();
}
