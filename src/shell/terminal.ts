import { createInterface } from "node:readline/promises";
import { MskctlError } from "../core/errors.ts";
import { startOfPainted } from "./render/text-width.ts";

/** Where a verb prints and asks. Data goes to `out`, everything else to `err`; tests give their own. */
export interface Terminal {
  /** Width of stdout; a pipe has none, so nothing is shortened there up to 250 columns. */
  readonly columns: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** A person can be asked: stdin and stderr are a terminal. */
  readonly canAsk: boolean;
  /** Progress may be redrawn in place: stderr is a terminal that understands it. */
  readonly canRedraw: boolean;
  /** A whole screen can be drawn, and keys read: stdin and stdout are a terminal that understands it. */
  readonly isScreen: boolean;
  /** One or more lines of data. */
  out(text: string): void;
  /** Calls once nobody reads stdout any more; what would go on for ever has to end then. */
  onClosed(listener: () => void): void;
  /** One or more lines for the person, also when stdout is piped. */
  err(text: string): void;
  /** What `err` is told waits until the result is called, where it would be written into a screen that is drawn. */
  holdBack(): () => void;
  /** A line that the next one replaces; drawn only where `canRedraw`. An empty text clears it. */
  status(text: string): void;
  /** Asks on stderr and gives the typed line; rejects with the interruption. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

export interface TerminalOptions {
  readonly colour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Who needs more of them writes them to a file: `2>FILE` is never held back. */
const mostHeldBack = 200;
const clearLine = "\r\u001b[2K";
const pipedColumns = 250;

/** The process's own terminal. A reader that closes the pipe early only makes the rest of the output void. */
export function processTerminal({ colour, environment }: TerminalOptions): Terminal {
  const { stdin, stdout, stderr } = process;
  let drawn = false;
  const clear = () => {
    if (drawn) stderr.write(clearLine);
    drawn = false;
  };
  const { tell, hold } = holdable((text) => {
    clear();
    stderr.write(`${text}\n`);
  });
  const dumb = environment["TERM"] === "dumb";
  return {
    columns: stdout.isTTY ? stdout.columns || 80 : pipedColumns,
    colour: colour && stdout.isTTY === true && !dumb && !environment["NO_COLOR"],
    unicode: speaksUnicode(environment),
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    isScreen: stdin.isTTY === true && stdout.isTTY === true && !dumb,
    canRedraw: stderr.isTTY === true && !dumb,
    out(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    onClosed(listener) {
      // Any other error than that of a closed pipe ends the process: main.ts.
      stdout.once("error", listener);
    },
    err: tell,
    holdBack: () => (stderr.isTTY === true ? hold() : () => {}),
    status(text) {
      if (stderr.isTTY !== true || dumb) return;
      clear();
      // A line that wraps could not be cleared again, and Ctrl-C adds `^C`.
      stderr.write(startOfPainted(text, (stderr.columns || 80) - 3));
      drawn = text !== "";
    },
    async ask(question, signal) {
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      const ended = new AbortController();
      // Ctrl-D: there will be no answer. Readline reads Ctrl-C itself while it asks, so no signal arrives.
      lines.once("close", () => ended.abort(""));
      lines.once("SIGINT", () => ended.abort(new MskctlError("interrupted", "interrupted; nothing was changed")));
      const stop = AbortSignal.any([signal, ended.signal]);
      try {
        return await lines.question(question, { signal: stop });
      } catch {
        if (stop.reason === "") return "";
        throw stop.reason;
      } finally {
        lines.close();
      }
    },
  };
}

/** Between `hold` and what it gives, the newest texts are kept; then they are written. */
function holdable(write: (text: string) => void): { tell(text: string): void; hold(): () => void } {
  let held: string[] | undefined;
  return {
    tell(text) {
      if (held === undefined) write(text);
      else held = [...held, text].slice(-mostHeldBack);
    },
    hold() {
      held = [];
      return () => {
        const texts = held ?? [];
        held = undefined;
        for (const text of texts) write(text);
      };
    },
  };
}

/** A locale that names another character set than UTF-8 gets ASCII glyphs; no locale at all is taken as UTF-8. */
export function speaksUnicode(environment: Readonly<Record<string, string | undefined>>): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "";
  if (environment["TERM"] === "dumb") return false;
  return locale === "" || /utf-?8/i.test(locale);
}
