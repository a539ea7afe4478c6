export type JsonTokenKind = "{" | "}" | "[" | "]" | "name" | "string" | "number" | "true" | "false" | "null" | "end";

/** JSON that is none. Never leaves this folder: callers turn it into an error or a finding of their own. */
export class JsonSyntaxError extends Error {
  /** Of the character where it went wrong, in UTF-16 code units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "JsonSyntaxError";
    this.offset = offset;
  }
}

/**
 * JSON (RFC 8259, nothing more lenient) token by token, without recursion, with the place of each token and the text of
 * numbers as it is written. After the value at the top comes `end`, whatever follows: AWS reads patterns and events like
 * that; `restIsBlank` tells whether anything does.
 */
export class JsonTokens {
  readonly text: string;
  /** Of the token that `next` gave last: `text.slice(start, end)`, quotes included. */
  start = 0;
  end = 0;
  #at = 0;
  /** `{` or `[` for each container that is open. */
  readonly #open: string[] = [];
  #expected: "value" | "first-name" | "name" | "first-item" | "separator" | "nothing" = "value";

  constructor(text: string) {
    this.text = text;
  }

  /** Containers that are open after the last token. */
  get depth(): number {
    return this.#open.length;
  }

  next(): JsonTokenKind {
    if (this.#expected === "nothing") return "end";
    this.#skipBlanks();
    if (this.#expected === "separator" && !this.#passSeparator()) return this.#close();
    const character = this.text[this.#at];
    if (this.#expected === "first-name" && character === "}") return this.#close();
    if (this.#expected === "first-item" && character === "]") return this.#close();
    return this.#expected === "first-name" || this.#expected === "name" ? this.#name() : this.#value(character);
  }

  /** What the last string or name says, its escapes resolved. */
  string(): string {
    const raw = this.text.slice(this.start + 1, this.end - 1);
    return raw.includes("\\") ? unescaped(raw) : raw;
  }

  /** Whether nothing but white space follows the value at the top. */
  restIsBlank(): boolean {
    this.#skipBlanks();
    return this.#at >= this.text.length;
  }

  #passSeparator(): boolean {
    const character = this.text[this.#at];
    if (character !== ",") return false;
    this.#at++;
    this.#skipBlanks();
    this.#expected = this.#open.at(-1) === "{" ? "name" : "value";
    return true;
  }

  #close(): JsonTokenKind {
    const closing = this.#open.at(-1) === "{" ? "}" : "]";
    if (this.text[this.#at] !== closing) throw this.#unexpected(`"," or "${closing}"`);
    this.#open.pop();
    this.start = this.#at;
    this.end = ++this.#at;
    this.#afterValue();
    return closing;
  }

  #name(): JsonTokenKind {
    if (this.text[this.#at] !== '"') throw this.#unexpected("a field name in double quotes");
    this.#string();
    const { start, end } = this;
    this.#skipBlanks();
    if (this.text[this.#at] !== ":") throw this.#unexpected('":"');
    this.#at++;
    [this.start, this.end] = [start, end];
    this.#expected = "value";
    return "name";
  }

  #value(character: string | undefined): JsonTokenKind {
    switch (character) {
      case "{":
      case "[":
        this.start = this.#at;
        this.end = ++this.#at;
        this.#open.push(character);
        this.#expected = character === "{" ? "first-name" : "first-item";
        return character;
      case '"':
        this.#string();
        this.#afterValue();
        return "string";
      case "t":
        return this.#literal("true");
      case "f":
        return this.#literal("false");
      case "n":
        return this.#literal("null");
      default:
        return this.#number();
    }
  }

  #afterValue(): void {
    this.#expected = this.#open.length === 0 ? "nothing" : "separator";
  }

  #literal(word: "true" | "false" | "null"): JsonTokenKind {
    if (!this.text.startsWith(word, this.#at) || wordCharacter.test(this.text[this.#at + word.length] ?? ""))
      throw this.#unexpected("a value");
    this.start = this.#at;
    this.#at += word.length;
    this.end = this.#at;
    this.#afterValue();
    return word;
  }

  #number(): JsonTokenKind {
    number.lastIndex = this.#at;
    const found = number.exec(this.text)?.[0];
    if (found === undefined || numberCharacter.test(this.text[this.#at + found.length] ?? "")) throw this.#unexpected("a value");
    this.start = this.#at;
    this.#at += found.length;
    this.end = this.#at;
    this.#afterValue();
    return "number";
  }

  #string(): void {
    const { text } = this;
    const start = this.#at;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        escapeSequence.lastIndex = at;
        const length = escapeSequence.exec(text)?.[0].length;
        if (length === undefined) throw this.#wrong(at, `${shown(text, at, 2)} is no escape of JSON`);
        at += length;
      } else if (code >= 0x20) at++;
      else if (Number.isNaN(code)) throw this.#wrong(start, "the text ends inside a string");
      else throw this.#wrong(at, "a control character has to be written as an escape inside a string");
    }
    this.start = start;
    this.end = this.#at = at + 1;
  }

  #skipBlanks(): void {
    const { text } = this;
    let at = this.#at;
    for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(at)) at++;
    this.#at = at;
  }

  #unexpected(wanted: string): JsonSyntaxError {
    if (this.#at >= this.text.length) return this.#wrong(this.text.length, `the text ends where ${wanted} is expected`);
    return this.#wrong(this.#at, `${shown(this.text, this.#at, 1)} where ${wanted} is expected`);
  }

  #wrong(offset: number, message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, offset);
  }
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const numberCharacter = /[0-9.eE+-]/;
const wordCharacter = /[A-Za-z0-9_$]/;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function shown(text: string, at: number, length: number): string {
  return JSON.stringify(text.slice(at, at + length));
}

const namedEscapes = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function unescaped(raw: string): string {
  return raw.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (namedEscapes.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
