import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import * as words from "../../words/en/terminal.ts";
import "@xterm/xterm/css/xterm.css";
import { sessionShell } from "./session-shell.ts";
import { onColoursChange, terminalColours } from "./terminal-colours.ts";
import type { TerminalWorld } from "./terminal-world.ts";
import { LineHistory } from "./typing/line-history.ts";
import { TerminalSession } from "./typing/terminal-session.ts";

const SCROLLBACK_LINES = 2_000;
/** As in the console and the editor. */
const FONT_PIXELS = 13;
const GREETING =
  "\u001b[90mA shell on your machine. `help` lists the commands; try `curl -v localhost:7148`.\u001b[0m";

/** A terminal in the page. */
export interface TerminalOnScreen {
  readonly session: TerminalSession;
  focus(): void;
  /** Ends what runs and takes it off the screen. */
  dispose(): void;
}

/**
 * Puts a terminal into the element. Tab completes; after Escape it moves the focus, so that nobody is trapped
 * (WCAG 2.1.2), and `onTabFree` is told which of both it does.
 */
export async function openTerminal(
  element: HTMLElement,
  world: TerminalWorld,
  onTabFree: (free: boolean) => void,
): Promise<TerminalOnScreen> {
  const terminal = new Terminal({
    convertEol: true,
    cursorBlink: false,
    fontFamily: getComputedStyle(element).getPropertyValue("--font-mono") || "monospace",
    fontSize: FONT_PIXELS,
    lineHeight: 1.25,
    // Programs choose colours without knowing our grounds.
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    scrollback: SCROLLBACK_LINES,
    theme: terminalColours(element),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  await document.fonts.ready;
  terminal.open(element);
  terminal.textarea?.setAttribute("aria-label", words.terminalField);
  fit.fit();

  const history = new LineHistory();
  const session = new TerminalSession(sessionShell(world, history), history, {
    write: (text) => terminal.write(text),
    columns: () => terminal.cols,
    rows: () => terminal.rows,
  });
  let tabIsFree = false;
  const setTabFree = (free: boolean) => {
    if (free !== tabIsFree) onTabFree(free);
    tabIsFree = free;
  };
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== "keydown") return true;
    if (event.key === "Tab" && tabIsFree) return false;
    if (event.key === "Shift") return true;
    setTabFree(event.key === "Escape");
    // Ctrl-C copies what is selected, as everywhere in the page; without a selection it stops the command.
    const copies = event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey);
    if (copies && terminal.hasSelection()) return false;
    // Pasting is the browser's own; xterm reads its event.
    return !(event.key.toLowerCase() === "v" && event.ctrlKey && !event.altKey);
  });
  terminal.textarea?.addEventListener("blur", () => setTabFree(false));
  terminal.onData((data) => void session.feed(data));
  const stopColours = onColoursChange(() => {
    terminal.options.theme = terminalColours(element);
  });
  const observer = new ResizeObserver(() => {
    const { cols, rows } = terminal;
    if (element.clientWidth > 0) fit.fit();
    if (terminal.cols !== cols || terminal.rows !== rows) session.resized();
  });
  observer.observe(element);
  session.start(GREETING);
  return {
    session,
    focus: () => terminal.focus(),
    dispose: () => {
      observer.disconnect();
      stopColours();
      session.close();
      terminal.dispose();
    },
  };
}
