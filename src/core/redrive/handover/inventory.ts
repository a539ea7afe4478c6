import { areaFiles } from "./handover.ts";

/** Ids of a file of the inventory: some megabytes of text at most. */
const idsPerFile = 50_000;

interface InventoryFile {
  /** Below the area's prefix; its content is gzipped there. */
  readonly name: string;
  readonly text: string;
}

/** Collects the ids of a source's documents, and gives a file when there are enough of them. */
export interface InventoryWriter {
  add(id: string): InventoryFile | undefined;
  /** What is left; undefined: nothing. */
  end(): InventoryFile | undefined;
}

/** `atOnce`: ids of a file. */
export function inventoryWriter(atOnce = idsPerFile): InventoryWriter {
  let [files, lines] = [0, [] as string[]];
  const file = (): InventoryFile => {
    files += 1;
    const text = `${lines.join("\n")}\n`;
    lines = [];
    return { name: `${areaFiles.inventory}${String(files).padStart(5, "0")}.jsonl.gz`, text };
  };
  return {
    add(id) {
      lines.push(JSON.stringify(id));
      return lines.length < atOnce ? undefined : file();
    },
    end: () => (lines.length === 0 ? undefined : file()),
  };
}
