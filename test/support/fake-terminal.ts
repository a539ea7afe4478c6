import { EventEmitter } from "node:events";
import { textWidth } from "../../src/shell/render/text-width.ts";

/** What ink writes for moving about: cursor up, next line, column, erasing, modes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what a terminal is sent.
const sequence = /^\u001b\[(\??)([\d;]*)([A-Za-z])/;

/** A terminal that shows what is written to it, as far as ink uses it: with a screen of its own beside the alternate one. */
export class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  columns: number;
  rows: number;
  /** All that was written. */
  written = "";
  alternate = false;
  cursorHidden = false;
  #lines: string[] = [];
  #row = 0;
  #column = 0;
  #waiting: { readonly wanted: (screen: string) => boolean; readonly resolve: () => void }[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string, done?: unknown): boolean {
    this.written += text;
    for (let rest = text; rest !== ""; ) rest = rest.slice(this.#take(rest));
    this.#waiting = this.#waiting.filter(({ wanted, resolve }) => {
      if (!wanted(this.screen)) return true;
      resolve();
      return false;
    });
    if (typeof done === "function") done();
    return true;
  }

  /** The visible lines, without colours. */
  get screen(): string {
    return this.#lines.map((line) => line.trimEnd()).join("\n");
  }

  /** Resolves as soon as the screen shows what is wanted. */
  showing(wanted: (screen: string) => boolean): Promise<void> {
    if (wanted(this.screen)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }

  #take(text: string): number {
    const [whole, mode, count, final] = sequence.exec(text) ?? [];
    if (whole !== undefined) {
      if (mode === "?") this.#setMode(count ?? "", final === "h");
      else this.#move(final ?? "", (count ?? "").split(";").map(Number));
      return whole.length;
    }
    // An operating system command shows nothing.
    if (text.startsWith("\u001b]")) return text.indexOf("\u0007") + 1;
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    if (character === "\n") [this.#row, this.#column] = [this.#row + 1, 0];
    else if (character === "\r") this.#column = 0;
    else this.#put(character);
    return character.length;
  }

  #setMode(mode: string, on: boolean): void {
    if (mode === "25") this.cursorHidden = !on;
    if (mode !== "1049") return;
    this.alternate = on;
    [this.#lines, this.#row, this.#column] = [[], 0, 0];
  }

  #move(final: string, [first = 0, second = 0]: readonly number[]): void {
    const line = this.#lines[this.#row] ?? "";
    if (final === "A") this.#row = Math.max(0, this.#row - (first || 1));
    else if (final === "E") [this.#row, this.#column] = [this.#row + (first || 1), 0];
    else if (final === "G") this.#column = (first || 1) - 1;
    else if (final === "C") this.#column += first || 1;
    else if (final === "H") [this.#row, this.#column] = [(first || 1) - 1, (second || 1) - 1];
    else if (final === "K") this.#lines[this.#row] = first === 2 ? "" : line.slice(0, this.#column);
    else if (final === "J") {
      this.#lines[this.#row] = line.slice(0, this.#column);
      this.#lines.length = Math.min(this.#lines.length, this.#row + 1);
    }
  }

  #put(character: string): void {
    const line = (this.#lines[this.#row] ?? "").padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += textWidth(character);
  }
}

/** A keyboard: what is typed arrives as it does from a terminal in raw mode. */
export class FakeKeyboard extends EventEmitter {
  readonly isTTY = true;
  raw = false;
  #pending: string[] = [];

  type(text: string): void {
    this.#pending.push(text);
    this.emit("readable");
  }

  read(): string | null {
    return this.#pending.shift() ?? null;
  }

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
}
