import { type ExportFolder, uploadFolder } from "./export-folder.ts";
import type { SourceSize } from "./export-plan.ts";
import { areaFiles, numbered } from "./handover.ts";

/** Ids of a file of the inventory: some megabytes of text at most. */
const idsPerFile = 50_000;

/** Writes down the ids of a source's documents, in the memory of one file of them. */
export interface InventoryWriter {
  add(id: string): Promise<void>;
  /** Writes what is left, and gives what it comes to. */
  end(): Promise<Pick<SourceSize, "documents" | "longestKeyLength">>;
}

export function inventoryWriter(folder: Pick<ExportFolder, "write">): InventoryWriter {
  let [files, lines] = [0, [] as string[]];
  const size = { documents: 0, longestKeyLength: 0 };
  async function write(): Promise<void> {
    files += 1;
    const text = `${lines.join("\n")}\n`;
    lines = [];
    await folder.write(`${uploadFolder}${areaFiles.inventory}${numbered(files)}.jsonl.gz`, text, "gzip");
  }
  return {
    async add(id) {
      size.documents += 1;
      size.longestKeyLength = Math.max(size.longestKeyLength, id.length);
      lines.push(JSON.stringify(id));
      if (lines.length >= idsPerFile) await write();
    },
    async end() {
      if (lines.length > 0) await write();
      return size;
    },
  };
}
