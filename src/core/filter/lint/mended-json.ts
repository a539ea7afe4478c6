import { parsePattern } from "../parse-pattern.ts";

/** What is wrong with a text that was to be JSON, and the text without it where that makes it a pattern. */
export interface MendedJson {
  readonly problem: string;
  readonly text?: string;
}

export function isPatternText(text: string): boolean {
  return text.trimStart().startsWith("{") && parsePattern(text).errors.length === 0;
}

/** The usual accidents; `offset` is where the JSON stops being one. Undefined when it is another. */
export function mendedJson(text: string, offset: number): MendedJson | undefined {
  for (const accident of accidents) {
    const problem = accident.seen(text, offset);
    if (problem === undefined) continue;
    const candidate = accident.mend?.(text, offset);
    return candidate !== undefined && isPatternText(candidate) ? { problem, text: candidate } : { problem };
  }
  return undefined;
}

interface Accident {
  /** What to say; undefined when it is not this one. */
  seen(text: string, offset: number): string | undefined;
  mend?(text: string, offset: number): string;
}

const accidents: readonly Accident[] = [
  {
    seen: (text) =>
      /^\s*(\[object Object\]|map\[|<[a-z]+ )/.test(text) ? "an object was made a text without being written as JSON" : undefined,
  },
  {
    seen: (text) => (/^\s*\{\s*\\"/.test(text) ? "its quotes are escaped once too often" : undefined),
    mend: (text) => text.replaceAll('\\"', '"'),
  },
  {
    seen: (text) => (/^\s*'\s*\{[\s\S]*\}\s*'\s*$/.test(text) ? "the quotes around it belong to a shell or to YAML" : undefined),
    mend: (text) => text.trim().slice(1, -1),
  },
  {
    seen: (text, offset) => (text[offset] === "'" ? "names and texts want double quotes" : undefined),
    mend: (text) => text.replaceAll("'", '"'),
  },
  {
    seen: (text, offset) =>
      /[\u201c\u201d\u201e\u00ab\u00bb]/.test(text[offset] ?? "") ? "its quotes are those of printed text" : undefined,
    mend: (text) => text.replaceAll(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"'),
  },
  {
    seen: (text, offset) =>
      /[}\]]/.test(text[offset] ?? "") && /,\s*$/.test(before(text, offset)) ? "there is a comma behind the last entry" : undefined,
    mend: (text, offset) => before(text, offset).replace(/,\s*$/, "") + text.slice(offset),
  },
  {
    seen: (text, offset) => (/^(\/\/|\/\*|#)/.test(text.slice(offset, offset + 2)) ? "JSON has no comments" : undefined),
  },
  {
    seen: (text, offset) =>
      /^[A-Za-z_][A-Za-z0-9_-]*\s*=/.test(text.slice(offset, offset + 100))
        ? "it looks like Terraform's own language, which jsonencode() makes JSON"
        : undefined,
  },
  {
    seen: (text, offset) =>
      /^[A-Za-z_$][A-Za-z0-9_$-]*\s*:/.test(text.slice(offset, offset + 100)) ? "names want double quotes" : undefined,
    mend: (text) => text.replaceAll(/([{,]\s*)([A-Za-z_$][A-Za-z0-9_$-]*)(\s*:)/g, '$1"$2"$3'),
  },
  {
    seen: (text, offset) =>
      pythonWord.test(text.slice(offset, offset + 10)) ? "true, false and null are written in lower case" : undefined,
    mend: (text) =>
      text.replaceAll(/\b(True|TRUE|False|FALSE|None|NULL|Null)\b(?=\s*[,}\]])/g, (word) =>
        /^n/i.test(word) ? "null" : word.toLowerCase(),
      ),
  },
  {
    seen: (text, offset) => (offset >= text.length ? closingNeeded(text) : undefined),
    mend: closed,
  },
];

const pythonWord = /^(True|TRUE|False|FALSE|None|NULL|Null)\b/;

function before(text: string, offset: number): string {
  return text.slice(0, offset);
}

function closingNeeded(text: string): string | undefined {
  const missing = openBrackets(text);
  return missing === undefined || missing === "" ? undefined : `it ends before all brackets are closed: ${missing.slice(0, 20)} is missing`;
}

function closed(text: string): string {
  return text + (openBrackets(text) ?? "");
}

/** What would close all brackets that are open at the end, outside of texts; undefined inside of one. */
function openBrackets(text: string): string | undefined {
  const open: string[] = [];
  let insideText = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (insideText && character === "\\") index++;
    else if (character === '"') insideText = !insideText;
    else if (insideText) continue;
    else if (character === "{") open.push("}");
    else if (character === "[") open.push("]");
    else if (character === "}" || character === "]") open.pop();
  }
  return insideText ? undefined : open.toReversed().join("");
}
