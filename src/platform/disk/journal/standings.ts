import type { DocumentRow } from "./documents-table.ts";
import { LatestRows } from "./latest-rows.ts";
import type { PartsTable } from "./parts-table.ts";
import type { RemovalsTable } from "./removals-table.ts";

/** How many parts of a document are open, and how many are closed and to be kept. */
interface Standing {
  readonly open: number;
  readonly kept: number;
}

/** How documents stand, which their parts tell. */
export interface Standings {
  /** Every part is settled, none of them is to be kept, and the source still has it. */
  isRemovable(document: DocumentRow): boolean;
  isKept(document: DocumentRow): boolean;
  /** One of its parts has closed. */
  closed(document: DocumentRow, keep: boolean): void;
  /** Its parts have changed otherwise, or nothing more is expected of it. */
  forget(document: DocumentRow): void;
}

export function standings(parts: Pick<PartsTable, "ofDocument">, removals: Pick<RemovalsTable, "has">): Standings {
  const latest = new LatestRows<number, Standing>();
  const counted = ({ n }: DocumentRow): Standing => {
    const states = parts.ofDocument(n).map(({ state }) => state);
    return latest.keep(n, {
      open: states.filter((state) => state === "open").length,
      kept: states.filter((state) => state === "kept").length,
    });
  };
  const of = (document: DocumentRow) => latest.get(document.n) ?? counted(document);
  return {
    isRemovable(document) {
      if (removals.has(document.n)) return false;
      const { open, kept } = of(document);
      return open === 0 && kept === 0;
    },
    isKept(document) {
      if (removals.has(document.n)) return false;
      const { open, kept } = of(document);
      return open === 0 && kept > 0;
    },
    closed(document, keep) {
      const known = document.parts === 1 ? { open: 1, kept: 0 } : latest.get(document.n);
      if (known !== undefined) latest.keep(document.n, { open: known.open - 1, kept: known.kept + (keep ? 1 : 0) });
    },
    forget: ({ n }) => latest.drop(n),
  };
}
