import type { MappingDocument } from "../mapping/model.ts";
import type { MetricQuery } from "../mapping/ports.ts";
import type { Discovery } from "./discovery.ts";
import { type MinuteStore, rereadMs } from "./minute-store.ts";
import { hasAny, minuteMs } from "./minutes.ts";
import type { Siblings } from "./series-dimensions.ts";

/**
 * Where the lag of each mapping stands, by UUID: the first place with a value in the last quarter of an hour, else the first with any in the
 * window. The next place is read only of mappings whose places before had none. `alongside` is read with the first places.
 */
export async function findLags(
  { discovery, store }: { readonly discovery: Discovery; readonly store: MinuteStore },
  mappings: readonly MappingDocument[],
  siblings: Siblings,
  alongside: readonly MetricQuery[],
): Promise<ReadonlyMap<string, MetricQuery>> {
  const best = new Map<string, MetricQuery>();
  let searches = mappings.map((mapping) => ({ uuid: mapping.UUID, places: discovery.lagPlaces(mapping, siblings) }));
  let queries = alongside;
  do {
    const next = await Promise.all(searches.map(async (search) => ({ ...search, place: (await search.places.next()).value })));
    const open = next.flatMap(({ place, ...search }) => (place === undefined ? [] : [{ ...search, place }]));
    await store.read([...queries, ...open.map(({ place }) => place)]);
    queries = [];
    searches = open.filter(({ uuid, place }) => {
      const values = store.values(place);
      const isRecent = hasAny(values.slice(-rereadMs / minuteMs));
      if (isRecent || (hasAny(values) && !best.has(uuid))) best.set(uuid, place);
      return !isRecent;
    });
  } while (searches.length > 0);
  return best;
}
