import type { LaneId } from "../../../core/redrive/ports.ts";
import { Damage } from "./journal-error.ts";
import { columns } from "./schema.ts";
import { sealedTable } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

export interface KnownLane {
  readonly n: number;
  readonly id: LaneId;
}

export interface LanesTable {
  /** The lane's number; undefined for one that no document tells of. */
  find(id: LaneId): number | undefined;
  findOrAdd(id: LaneId): number;
  get(n: number): LaneId;
  /** By topic, then partition. */
  all(): readonly KnownLane[];
}

/** All lanes are kept in memory: there are as many as partitions. */
export function lanesTable(database: Database): LanesTable {
  const table = sealedTable(database, "lanes", columns.lanes);
  const known: KnownLane[] = [];
  const numbers = new Map<string, number>();
  const keep = (n: number, id: LaneId) => {
    known.push({ n, id });
    numbers.set(nameOf(id), n);
  };
  for (const [n, topic, partition] of table.rows("ORDER BY n")()) keep(Number(n), { topic: String(topic), partition: Number(partition) });
  const find = (id: LaneId) => numbers.get(nameOf(id));
  return {
    find,
    findOrAdd(id) {
      const found = find(id);
      if (found !== undefined) return found;
      const n = known.length + 1;
      table.insert([n, id.topic, id.partition]);
      keep(n, { topic: id.topic, partition: id.partition });
      return n;
    },
    get(n) {
      const lane = known[n - 1];
      if (lane?.n !== n) throw new Damage(`it has no partition with number ${n}`);
      return lane.id;
    },
    all: () => [...known].sort((a, b) => compare(a.id.topic, b.id.topic) || a.id.partition - b.id.partition),
  };
}

function nameOf({ topic, partition }: LaneId): string {
  return `${partition}/${topic}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
