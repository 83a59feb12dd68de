import { keepPlace } from "./kept-place.ts";

/** The page of an exercise is where its reader was last. */
const title = document.querySelector("h1")?.textContent ?? "";
keepPlace({ kind: "exercise", href: location.pathname, title });
