import { MskctlError } from "../../errors.ts";
import { isJsonObject } from "../../json-value.ts";
import type { Handover } from "./handover.ts";

/** `name`: as it is told in the error. Throws `storage` for what no export of this version has written. */
export function readHandover(text: string | undefined, name: string): Handover {
  const read = text === undefined ? undefined : parsed(text);
  if (isHandover(read)) return read as unknown as Handover;
  throw new MskctlError("storage", `${name} is no handover of a redrive that this version of mskctl has exported`, {
    suggestions: ["look at it: aws s3 cp OBJECT -", "use the version of mskctl that has exported it"],
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isHandover(value: unknown): boolean {
  if (!isJsonObject(value) || value["schemaVersion"] !== 1) return false;
  const { order, keySalt, settings, place, area } = value;
  if ((order !== "partition" && order !== "none") || !isJsonObject(place) || !isJsonObject(area)) return false;
  if (typeof keySalt !== "string" || !/^[0-9a-f]{64}$/.test(keySalt)) return false;
  if (typeof value["documents"] !== "number" || !isText(value["id"]) || !isJsonObject(settings)) return false;
  return isText(settings["source"]) && isText(settings["target"]) && isText(settings["name"]) && isJsonObject(settings["options"]);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
