/** An element as a strict reader sees it. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own, without that of its elements. */
  readonly text: string;
  readonly elements: readonly ReadElement[];
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
  readonly elements: ReadElement[];
}

const token = /<\/(?<close>[\w-]+)>|<(?<open>[\w-]+)(?<attributes>(?: [\w-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/uy;

/**
 * Reads the part of XML 1.0 that reports are made of. Throws at the first thing that a parser would refuse: a character outside
 * section 2.2, a reference to one, a bare `&`, a tag that does not end what is open.
 */
export function readXml(document: string): ReadElement {
  const [declaration = ""] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document) ?? [];
  if (declaration === "") throw new Error("no declaration");
  const root: OpenElement = { name: "", attributes: new Map(), text: "", elements: [] };
  const open = [root];
  token.lastIndex = declaration.length;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const groups = token.exec(document)?.groups;
    const inner = open.at(-1);
    if (groups === undefined || inner === undefined) throw new Error(`no XML at ${at}: ${document.slice(at, at + 40)}`);
    if (groups["text"] !== undefined) inner.text += unescaped(groups["text"]);
    else if (groups["close"] !== undefined) {
      if (open.pop()?.name !== groups["close"]) throw new Error(`</${groups["close"]}> ends nothing`);
    } else {
      const element: OpenElement = {
        name: groups["open"] ?? "",
        attributes: attributesOf(groups["attributes"] ?? ""),
        text: "",
        elements: [],
      };
      inner.elements.push(element);
      if (groups["empty"] === "") open.push(element);
    }
  }
  const [only, second] = root.elements;
  if (open.length !== 1 || only === undefined || second !== undefined || root.text.trim() !== "") throw new Error("not one root");
  return only;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => {
    // Attribute values are normalised: a bare tab or line break would become a space (section 3.3.3).
    if (/[\t\n\r]/.test(value)) throw new Error(`${name} would be changed by a parser`);
    return [name, unescaped(value)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error("an attribute comes twice");
  return new Map(pairs);
}

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  if (text.includes("\r")) throw new Error("a parser would make a line feed of it");
  checked(text);
  return text.replaceAll(/&([^;&]*;?)/g, (_, reference: string) => {
    const named = new Map([
      ["amp;", "&"],
      ["lt;", "<"],
      ["gt;", ">"],
      ["quot;", '"'],
    ]).get(reference);
    if (named !== undefined) return named;
    const [, code] = /^#x([0-9a-f]+);$/.exec(reference) ?? [];
    if (code === undefined) throw new Error(`&${reference} is no reference`);
    return checked(String.fromCodePoint(Number.parseInt(code, 16)));
  });
}

function checked(text: string): string {
  for (const character of text)
    if (!isChar(character)) throw new Error(`U+${character.codePointAt(0)?.toString(16)} is no character of XML`);
  return text;
}

/** Char of XML 1.0, section 2.2. */
export function isChar(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return [0x9, 0xa, 0xd].includes(code) || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
