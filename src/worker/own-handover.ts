import { readFile } from "node:fs/promises";
import { areaFiles, type Handover } from "../core/redrive/handover/handover.ts";
import { notAHandover, readHandover, type ToldHandover } from "../core/redrive/handover/read-handover.ts";

const told: ToldHandover = {
  code: "malformed-file",
  name: `${areaFiles.handover} beside the worker's code`,
  suggestions: ["export once more, and deploy that"],
};

/** The redrive that this worker was exported for: `handover.json` beside its code. Throws `malformed-file`. */
export async function ownHandover(file: URL): Promise<Handover> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw notAHandover("it cannot be read", told, cause);
  });
  return readHandover(text, told);
}
