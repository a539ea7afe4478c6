import { MskctlError } from "../../errors.ts";
import { isJsonObject } from "../../json-value.ts";
import type { Handover } from "./handover.ts";

/** A file that is to be a handover: its error, as it is told to whoever has another one. */
export interface ToldHandover {
  readonly code: "malformed-file" | "storage";
  readonly name: string;
  readonly suggestions: readonly string[];
}

/** Throws an error of the code that is told, with the reason, for what no export of this version has written. `text`: undefined where it is no UTF-8. */
export function readHandover(text: string | undefined, told: ToldHandover): Handover {
  if (text === undefined) throw notAHandover("it is no UTF-8", told);
  const read = parsed(text, told);
  if (!isJsonObject(read)) throw notAHandover("it is no JSON object", told);
  const wrong = wrongIn(read);
  if (wrong !== undefined) throw notAHandover(wrong, told);
  return read as unknown as Handover;
}

/** The error for a file that is not what an export writes. */
export function notAHandover(why: string, { code, name, suggestions }: ToldHandover, cause?: unknown): MskctlError {
  return new MskctlError(code, `${name} is not what an export writes: ${why}`, {
    suggestions,
    ...(cause === undefined ? {} : { cause }),
  });
}

function parsed(text: string, told: ToldHandover): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAHandover("it is no JSON", told, error);
  }
}

function wrongIn(handover: Readonly<Record<string, unknown>>): string | undefined {
  const { schemaVersion, id, order, origin, place, area, keySalt, documents } = handover;
  if (schemaVersion !== 1) return "another version of mskctl has written it";
  if (!isText(id)) return "it has no id";
  if (order !== "partition" && order !== "none") return "it does not say in which order";
  if (!isJsonObject(origin)) return "it does not say where the records come from";
  if (!isJsonObject(place)) return "it does not say in which account and region";
  if (!isJsonObject(area) || !isText(area["bucket"]) || !/^$|\/$/.test(String(area["prefix"]))) return "it has no area";
  if (typeof documents !== "number") return "it does not say how many documents were listed";
  // A shorter salt would be no secret.
  if (!isText(keySalt) || !/^[0-9a-f]{64}$/.test(keySalt)) return "it has no salt for keys";
  return wrongInSettings(handover["settings"]);
}

function wrongInSettings(settings: unknown): string | undefined {
  if (!isJsonObject(settings) || !isText(settings["source"]) || !isText(settings["target"]) || !isText(settings["name"]))
    return "it has no settings";
  if (!isJsonObject(settings["options"])) return "it has no settings";
  return isText(settings["functionName"]) ? undefined : "it names no function";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
