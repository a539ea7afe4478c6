import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf } from "../../platform/disk/disk-error.ts";
import type { Fields } from "./fields.ts";

interface TextPlace {
  /** The field that holds the text, or an object that is written as JSON. */
  readonly inline: string;
  /** Relative files are meant from there. */
  readonly directory: string;
  readonly largestBytes: number;
}

/** Text that stands in the scenario or in the file that `file` names. A problem tells where, never what the text is. */
export function textOrFile(fields: Fields, place: TextPlace): string {
  const { inline, largestBytes } = place;
  if (fields.has("file") && fields.has(inline)) fields.problem(inline, "does not go with file");
  const text = fields.has("file") ? fileText(fields, place) : inlineText(fields, inline);
  if (Buffer.byteLength(text) > largestBytes) fields.problem(fields.has("file") ? "file" : inline, `must be at most ${largestBytes} bytes`);
  return text;
}

function inlineText(fields: Fields, inline: string): string {
  const value = fields.value(inline);
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  fields.problem(inline, value === undefined ? "is missing; give it, or file" : "must be text or an object");
  return "";
}

function fileText(fields: Fields, { directory, largestBytes }: TextPlace): string {
  const file = resolve(directory, fields.text("file"));
  try {
    const status = statSync(file);
    if (!status.isFile()) fields.problem("file", "must be a file");
    else if (status.size > largestBytes) fields.problem("file", `must be at most ${largestBytes} bytes`);
    else return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    fields.problem("file", error instanceof TypeError ? "is not UTF-8 text" : `cannot be read: ${reasonOf(error)}`);
  }
  return "";
}
