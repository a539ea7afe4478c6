/** An element; `content` is text, or elements on lines of their own. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string | number])[];
  readonly content?: string | readonly XmlElement[];
}

/** A document of XML 1.0 in UTF-8. Names are ours; values and text may be anything. */
export function xmlDocument(root: XmlElement): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...elementLines(root, "")].join("\n");
}

function elementLines({ name, attributes, content = [] }: XmlElement, indent: string): string[] {
  const start = [name, ...attributes.map(([key, value]) => `${key}="${escaped(String(value), inAttribute)}"`)].join(" ");
  if (typeof content === "string") return [`${indent}<${start}>${escaped(content, inText)}</${name}>`];
  if (content.length === 0) return [`${indent}<${start}/>`];
  return [`${indent}<${start}>`, ...content.flatMap((element) => elementLines(element, `${indent}  `)), `${indent}</${name}>`];
}

// Besides what marks up: whatever does not show, or would be read as a space or another line break (XML 1.0, 2.11, 3.3.3).
const inText = /[&<>\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;
const inAttribute = /[&<>"\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;
const names: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

function escaped(text: string, special: RegExp): string {
  return text.replaceAll(special, (character) => {
    if (character === "\n" && special === inText) return character;
    const code = (character.codePointAt(0) ?? 0).toString(16);
    // XML has no way to write these, a reference included (2.2): they are shown as JSON escapes them.
    return names.get(character) ?? (canBeWritten(character) ? `&#x${code};` : `\\u${code.padStart(4, "0")}`);
  });
}

/** Char of XML 1.0, section 2.2. */
function canBeWritten(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || code > 0xffff;
}
