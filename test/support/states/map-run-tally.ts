import type { MapRun, MapRunCounts } from "../../../src/core/redrive/handover/map-run.ts";
import { someCounts } from "../redrive/map-runs.ts";
import type { Child, ChildEnd } from "./child-execution.ts";

type Counted = { -readonly [Name in keyof MapRunCounts]: number };

/** What DescribeMapRun would tell, kept up as children start and end. */
export class MapRunTally {
  readonly items: Counted = someCounts();
  readonly children: Counted = someCounts();

  started(child: Child): void {
    const isAgain = child.redrives > 0;
    this.#both(child, (counts, by) => {
      if (isAgain) counts.pendingRedrive -= by;
      else counts.total += by;
      counts.running += by;
    });
  }

  ended(child: Child, { kind }: ChildEnd): void {
    this.#both(child, (counts, by) => {
      counts.running -= by;
      counts[kind] += by;
      counts.resultsWritten += by;
    });
  }

  /** A redrive will start it again. */
  reopened(child: Child, kind: "failed" | "aborted"): void {
    this.#both(child, (counts, by) => {
      counts[kind] -= by;
      counts.pendingRedrive += by;
    });
  }

  snapshot(run: Omit<MapRun, "items" | "children">): MapRun {
    return { ...run, items: { ...this.items }, children: { ...this.children } };
  }

  #both(child: Child, change: (counts: Counted, by: number) => void): void {
    change(this.items, child.items);
    change(this.children, 1);
  }
}
