import type { OpenRun } from "../runs.ts";
import { laneChunks } from "./chunks.ts";
import { type ExportFolder, uploadFolder } from "./export-folder.ts";
import type { SourceSize } from "./export-plan.ts";
import { areaFiles, chunkName, type LaneChunk, type LaneItem, numbered } from "./handover.ts";
import { type InventoryWriter, inventoryWriter } from "./inventory.ts";
import { writeOffsets } from "./ledger.ts";

type Lanes = Pick<OpenRun, "planned" | "documents" | "journal">;

/**
 * Writes a planned run's lanes for the Map, a chunk a file, and the inventory, from its journal: in the memory of a chunk. Gives what it comes to.
 */
export async function writeLanes(run: Lanes, folder: Pick<ExportFolder, "write">): Promise<SourceSize> {
  const items: LaneItem[] = [];
  for (const [index, lane] of run.journal.lanes().entries()) {
    const name = `lanes/${numbered(index + 1)}/`;
    const item = { lane, folder: name, chunks: 0, documents: 0, records: 0 };
    for (const chunk of laneChunks(lane, run.planned(lane))) {
      item.chunks += 1;
      item.documents += chunk.documents.length;
      item.records += claimedIn(chunk, item);
      await folder.write(`${uploadFolder}${chunkName(item, item.chunks)}.json`, writeOffsets(chunk));
    }
    items.push(item);
  }
  await folder.write(uploadFolder + areaFiles.lanes, items.map((item) => `${JSON.stringify(item)}\n`).join(""));
  return { ...(await writeInventory(run, folder)), ...sizeOf(items) };
}

function claimedIn({ documents }: LaneChunk, { lane }: Pick<LaneItem, "lane">): number {
  const own = documents.flatMap(({ parts }) =>
    parts.filter((part) => part.lane.topic === lane.topic && part.lane.partition === lane.partition),
  );
  return own.reduce((sum, { claimed }) => sum + claimed, 0);
}

async function writeInventory(run: Lanes, folder: Pick<ExportFolder, "write">): ReturnType<InventoryWriter["end"]> {
  const inventory = inventoryWriter(folder);
  for (const { id } of run.documents()) await inventory.add(id);
  return inventory.end();
}

function sizeOf(items: readonly LaneItem[]): Omit<SourceSize, "documents" | "longestKeyLength"> {
  const longest = items.reduce<LaneItem | undefined>(
    (most, item) => (most === undefined || item.chunks > most.chunks ? item : most),
    undefined,
  );
  return {
    records: items.reduce((sum, { records }) => sum + records, 0),
    recordsAreSampled: false,
    lanes: items.length,
    longestLane: longest && { documents: longest.documents, records: longest.records, chunks: longest.chunks },
  };
}
