import { isJsonObject } from "../../json-value.ts";
import type { DecodeUtf8 } from "../../record/byte-tools.ts";
import type { LaneId } from "../ports.ts";
import { areaFiles, type Handover, type LaneItem } from "./handover.ts";
import type { LedgerStore } from "./ledger.ts";

/** The lane that a batch works off; undefined: all lanes of its documents. */
export type LaneOfBatch = (batch: string) => LaneId | undefined;

/** Of an ordered redrive its manifest tells: a document may have a share in several lanes, and each lane's batches plan it whole. */
export async function lanesOfBatches(
  ledger: Pick<LedgerStore, "get">,
  order: Handover["order"],
  decodeUtf8: DecodeUtf8,
): Promise<LaneOfBatch> {
  if (order === "none") return () => undefined;
  const bytes = await ledger.get(areaFiles.lanes);
  const lanes = new Map<string, LaneId>();
  for (const line of ((bytes && decodeUtf8(bytes)) ?? "").split("\n")) {
    const item = itemOf(line);
    if (item !== undefined) lanes.set(item.folder, item.lane);
  }
  // Without the manifest, or with one that is damaged, more counts as perhaps on its way than is.
  return (batch) => lanes.get(batch.slice(0, batch.lastIndexOf("/") + 1));
}

function itemOf(line: string): Pick<LaneItem, "folder" | "lane"> | undefined {
  try {
    const item: unknown = JSON.parse(line);
    return isJsonObject(item) && typeof item["folder"] === "string" && isJsonObject(item["lane"])
      ? (item as unknown as LaneItem)
      : undefined;
  } catch {
    return undefined;
  }
}
