import { readFile } from "node:fs/promises";
import { MskctlError } from "../core/errors.ts";
import { isJsonObject } from "../core/json-value.ts";
import { areaFiles, type Handover } from "../core/redrive/handover/handover.ts";

/** The redrive that this worker was exported for: `handover.json` beside its code. Throws `malformed-file`. */
export async function readHandover(file: URL): Promise<Handover> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw notAHandover("it cannot be read", cause);
  });
  const handover = parsed(text);
  if (!isJsonObject(handover)) throw notAHandover("it is no JSON object");
  const wrong = wrongIn(handover);
  if (wrong !== undefined) throw notAHandover(wrong);
  return handover as unknown as Handover;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAHandover("it is no JSON", error);
  }
}

function wrongIn({ schemaVersion, order, settings, origin, area, keySalt }: Readonly<Record<string, unknown>>): string | undefined {
  if (schemaVersion !== 1) return "another version of mskctl has written it";
  if (order !== "partition" && order !== "none") return "it does not say in which order";
  if (!isJsonObject(settings) || typeof settings["source"] !== "string" || !isJsonObject(settings["options"])) return "it has no settings";
  if (typeof settings["functionName"] !== "string") return "it names no function";
  if (!isJsonObject(origin)) return "it does not say where the records come from";
  if (!isJsonObject(area) || typeof area["bucket"] !== "string" || !/^$|\/$/.test(String(area["prefix"]))) return "it has no area";
  // A shorter salt would be no secret.
  return typeof keySalt === "string" && /^[0-9a-f]{64}$/.test(keySalt) ? undefined : "it has no salt for keys";
}

function notAHandover(why: string, cause?: unknown): MskctlError {
  return new MskctlError("malformed-file", `${areaFiles.handover} beside the worker's code is not what an export writes: ${why}`, {
    suggestions: ["export once more, and deploy that"],
    ...(cause === undefined ? {} : { cause }),
  });
}
