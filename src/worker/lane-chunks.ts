import { MskctlError } from "../core/errors.ts";
import { chunkName, type LaneChunk, type LaneItem } from "../core/redrive/handover/handover.ts";
import { type LedgerStore, readOffsets } from "../core/redrive/handover/ledger.ts";

/** A chunk of a lane as the export has put it into the area. Throws `storage` for one that is missing or damaged. */
export async function readChunk(area: Pick<LedgerStore, "get">, item: LaneItem, number: number): Promise<LaneChunk> {
  const name = `${chunkName(item, number)}.json`;
  const bytes = await area.get(name);
  if (bytes === undefined) throw noChunk(`${name} is missing`);
  try {
    return readOffsets(new TextDecoder().decode(bytes)) as LaneChunk;
  } catch (error) {
    throw noChunk(`${name} cannot be read`, error);
  }
}

function noChunk(what: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", `${what} below the area's prefix`, {
    suggestions: ["copy the export's upload folder to the area once more"],
    ...(cause === undefined ? {} : { cause }),
  });
}
