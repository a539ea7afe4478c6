import { MskctlError } from "../core/errors.ts";
import { areaText } from "../core/redrive/handover/area.ts";
import type { Area, Handover } from "../core/redrive/handover/handover.ts";
import { areaFiles } from "../core/redrive/handover/handover.ts";
import { importLedger, type LedgerImport } from "../core/redrive/handover/import-ledger.ts";
import { readHandover } from "../core/redrive/handover/read-handover.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import type { Services } from "./services.ts";
import type { OpenArea } from "./services-handover.ts";

/** What was exported to an area. Throws `not-found` where there is nothing, and `storage` for what is no handover. */
export async function handoverIn({ bytes }: Pick<Services, "bytes">, { store }: Pick<OpenArea, "store">, area: Area): Promise<Handover> {
  const content = await store.get(areaFiles.handover);
  const name = `${areaText(area)}${areaFiles.handover}`;
  const suggestions = [`look at it: aws s3 cp ${name} -`, "use the version of mskctl that has exported it"];
  if (content !== undefined) return readHandover(bytes.decodeUtf8(content), { code: "storage", name, suggestions });
  throw new MskctlError("not-found", `there is no ledger of an export in ${areaText(area)}: it has no ${areaFiles.handover}`, {
    suggestions: [`aws s3 ls ${areaText(area)}`],
  });
}

export interface LedgerSource {
  readonly area: Area;
  readonly opened: OpenArea;
  readonly handover: Handover;
  readonly onProgress: (progress: Pick<LedgerImport, "batches" | "documents">) => void;
}

/** Runs of this machine that were made of the ledger before, the newest first. */
export async function earlierImports({ redrive }: Pick<Services, "redrive">, area: Area): Promise<readonly string[]> {
  const runs = await (await redrive.runs()).list();
  return runs.flatMap(({ facts }) => (facts.settings["ledger"] === areaText(area) ? [facts.id] : []));
}

/** Makes a run of a ledger. One that was not made whole is removed. Throws as the ledger and the disk do. */
export async function runOfLedger(
  { redrive, bytes, clock }: Pick<Services, "redrive" | "bytes" | "clock">,
  { area, opened, handover, onProgress }: LedgerSource,
): Promise<{ readonly run: OpenRun; readonly imported: LedgerImport }> {
  const store = await redrive.runs();
  const settings: RunSettings = { ...handover.settings, ledger: areaText(area) };
  const run = await store.create(factsOf(handover, settings), { keySalt: handover.keySalt });
  try {
    const { order } = handover;
    const { decodeUtf8 } = bytes;
    const imported = await importLedger({ ledger: opened.store, run, order, decodeUtf8, nowMs: clock.now(), onProgress });
    const { journal } = run;
    const isOver = journal.lanes().length === 0 && journal.removable(1).length === 0;
    run.setState(isOver ? "finished" : "stopped", isOver ? undefined : whyStopped(imported, journal.lanes().length > 0));
    return { run, imported };
  } catch (error) {
    run.close();
    await store.remove(run.known.facts.id);
    throw error;
  }
}

function factsOf({ place }: Handover, settings: RunSettings): Parameters<Awaited<ReturnType<Services["redrive"]["runs"]>>["create"]>[0] {
  const { source, mappingUuid, functionName } = settings;
  return {
    verb: "redrive",
    source,
    target: functionName === undefined ? settings.target : `lambda:${functionName}`,
    mappingUuid,
    functionName,
    accountId: place.accountId,
    region: place.region,
    settings: settings as unknown as Record<string, unknown>,
  };
}

function whyStopped({ workedOn }: LedgerImport, hasOpen: boolean): string {
  if (!hasOpen) return "documents whose records are dealt with are still at the source";
  return workedOn > 0
    ? "batches of the ledger are being worked on, or their workers have died"
    : "the ledger has records that are not dealt with";
}
