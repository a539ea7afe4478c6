import type { OpenRun } from "../runs.ts";
import { laneChunks } from "./chunks.ts";
import type { ExportFolder } from "./export-folder.ts";
import type { SourceSize } from "./export-plan.ts";
import { areaFiles, type LaneChunk, type LaneItem } from "./handover.ts";
import { inventoryWriter } from "./inventory.ts";
import { writeOffsets } from "./ledger.ts";

/** What of a folder goes to the area. */
export const uploadFolder = "upload/";

type Lanes = Pick<OpenRun, "planned" | "documents" | "journal">;

/**
 * Writes a planned run's lanes for the Map, a chunk a file, and the inventory, from its journal: in the memory of a chunk. Gives what it comes to;
 * `bytes` and `longestKeyBytes` are those of ids, since a journal knows no more of documents.
 */
export async function writeLanes(run: Lanes, folder: Pick<ExportFolder, "write">): Promise<SourceSize> {
  const items: LaneItem[] = [];
  for (const [index, lane] of run.journal.lanes().entries()) {
    const name = `lanes/${String(index + 1).padStart(5, "0")}/`;
    const item = { lane, folder: name, chunks: 0, documents: 0, records: 0 };
    for (const chunk of laneChunks(lane, run.planned(lane))) {
      item.chunks += 1;
      item.documents += chunk.documents.length;
      item.records += claimedIn(chunk, item);
      await folder.write(`${uploadFolder}${name}${String(item.chunks).padStart(5, "0")}.json`, writeOffsets(chunk));
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

async function writeInventory(
  run: Lanes,
  folder: Pick<ExportFolder, "write">,
): Promise<Pick<SourceSize, "documents" | "bytes" | "longestKeyBytes">> {
  const inventory = inventoryWriter();
  const size = { documents: 0, bytes: 0, longestKeyBytes: 0 };
  const write = async (file: ReturnType<typeof inventory.end>) => {
    if (file !== undefined) await folder.write(uploadFolder + file.name, file.text, "gzip");
  };
  for (const { id } of run.documents()) {
    size.documents += 1;
    size.longestKeyBytes = Math.max(size.longestKeyBytes, id.length);
    await write(inventory.add(id));
  }
  await write(inventory.end());
  return size;
}

function sizeOf(items: readonly LaneItem[]): Omit<SourceSize, "documents" | "bytes" | "longestKeyBytes"> {
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
