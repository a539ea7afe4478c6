import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { LedgerImport, Told } from "../../../core/redrive/handover/import-ledger.ts";
import type { Look } from "../palette.ts";
import { wrapText } from "../wrapped.ts";
import type { RedriveStatusDocument } from "./run-documents.ts";

/** `mskctl redrive import-ledger --json`; docs/schema/redrive-import-ledger.schema.json. */
export interface RedriveImportDocument {
  readonly schemaVersion: 1;
  readonly ledger: string;
  /** Of the export. */
  readonly id: string;
  readonly batches: number;
  readonly documents: number;
  /** Of the source, when it was listed. */
  readonly listed: number;
  readonly notReached: number;
  readonly workedOn: number;
  readonly unfinished: number;
  readonly left: LedgerImport["left"];
  readonly notRemoved: LedgerImport["notRemoved"];
  readonly doubles: Told;
  readonly gaps: Told;
  readonly refused: Told;
  /** Runs that were made of this ledger before. */
  readonly earlierRuns: readonly string[];
  /** Null: nothing was kept. */
  readonly status: RedriveStatusDocument | null;
}

/** What a ledger held that its run does not tell by itself. */
export function renderImport(document: RedriveImportDocument, look: Look): string[] {
  const { batches, documents, listed, notReached, workedOn, left, notRemoved, doubles, gaps, refused, earlierRuns } = document;
  const warn = (text: string) => wrapText(`${look.glyphs.warning} ${safeText(text)}`, look.columns).map(look.palette.warning);
  const places = ({ count, places: all }: Told, says: string) => (count === 0 ? [] : [says, ...all]).flatMap(warn);
  return [
    ...wrapText(
      `${plural(batches, "batch", "batches")} with ${formatCount(documents)} of ${plural(listed, "document")} listed`,
      look.columns,
    ),
    ...(workedOn === 0 ? [] : warn(`${plural(workedOn, "batch is", "batches are")} being worked on, or their workers have died`)),
    ...(notReached === 0
      ? []
      : warn(
          `${plural(notReached, "document was", "documents were")} not reached yet: the Map Run goes on, or it has failed; import again when it is over`,
        )),
    ...left.flatMap(({ what, documents: count }) => warn(`${plural(count, "document was", "documents were")} left as they are: ${what}`)),
    ...notRemoved.flatMap(({ what, documents: count }) => warn(`${plural(count, "document")} could not be removed: ${what}`)),
    ...places(doubles, `${plural(doubles.count, "offset was", "offsets were")} settled by two batches`),
    ...places(gaps, `${plural(gaps.count, "turn is", "turns are")} missing or cut in half`),
    ...places(refused, `${plural(refused.count, "entry says", "entries say")} what cannot be`),
    ...earlierRuns.flatMap((id) =>
      warn(`run ${id} was made of this ledger before; the newest is right. Forget it: mskctl redrive purge ${id}`),
    ),
  ];
}
