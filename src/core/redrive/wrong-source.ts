import { MskctlError } from "../errors.ts";
import { formatCount } from "../figures.ts";

/** Looked at before anything is touched. */
const firstLooks = 200;

/** Takes note of each document, foreign or not; throws `refused` once more than half of the first 200 were foreign. */
export function watchForWrongSource(source: string): (isForeign: boolean) => void {
  let [seen, foreign] = [0, 0];
  return (isForeign) => {
    seen += 1;
    if (seen > firstLooks) return;
    if (isForeign) foreign += 1;
    if (foreign <= firstLooks / 2) return;
    throw new MskctlError(
      "refused",
      `wrong source? Of the first ${formatCount(seen)} documents in ${source}, ${formatCount(foreign)} are not this mapping's`,
      {
        suggestions: [
          "name the mapping, so that its own destination is read",
          "name the queue, bucket prefix or topic that holds its failure documents",
        ],
        details: { source, seen, foreign },
      },
    );
  };
}
