import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MskctlError } from "../../core/errors.ts";
import { areaFiles } from "../../core/redrive/handover/handover.ts";
import type { LedgerStore } from "../../core/redrive/handover/ledger.ts";
import type { Inventory } from "../../core/redrive/verify/ledger-check.ts";

/** A file of the inventory, unpacked, at most. */
const largestBytes = 256 * 1024 ** 2;

/** The inventory of an area: ids, a JSON string a line, gzipped. Throws `storage` for what is none. */
export function ledgerInventory(area: Pick<LedgerStore, "list" | "get">): Inventory {
  return {
    async *ids() {
      for await (const names of area.list(areaFiles.inventory)) {
        for (const name of names) yield idsIn(name, (await area.get(name)) ?? new Uint8Array());
      }
    },
  };
}

async function idsIn(name: string, packed: Uint8Array): Promise<readonly string[]> {
  try {
    const text = (await promisify(gunzip)(packed, { maxOutputLength: largestBytes })).toString("utf8");
    const ids = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as unknown]));
    if (ids.every((id) => typeof id === "string")) return ids;
  } catch (error) {
    throw notAnInventory(name, error);
  }
  throw notAnInventory(name);
}

function notAnInventory(name: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", `${name} is no inventory that an export has written`, cause === undefined ? {} : { cause });
}
