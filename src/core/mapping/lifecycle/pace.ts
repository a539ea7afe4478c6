import { MskctlError } from "../../errors.ts";
import type { Clock } from "../../time.ts";
import type { MappingDocument } from "../model.ts";
import type { MappingStore } from "../ports.ts";

/**
 * Lambda's control plane takes 15 requests a second for a whole account and Region, shared with every deployment
 * (Service Quotas L-B2AA0F47). A verb over many mappings keeps to a third of it.
 */
const callsPerSecond = 5;

/** How old a listing may be to answer for one of its mappings while many are waited for. */
const freshMs = 2_000;

/** The same store, whose calls start at least a fifth of a second apart. */
export function paced(store: MappingStore, clock: Clock): MappingStore {
  let nextMs = 0;
  async function turn(): Promise<void> {
    const startMs = Math.max(nextMs, clock.now());
    nextMs = startMs + 1_000 / callsPerSecond;
    if (startMs > clock.now()) await clock.sleep(startMs - clock.now());
  }
  const each =
    <Arguments extends unknown[], Answer>(call: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments) => {
      await turn();
      return call(...given);
    };
  return {
    async *list(query) {
      await turn();
      for await (const page of store.list(query)) {
        yield page;
        await turn();
      }
    },
    get: each(store.get),
    create: each(store.create),
    update: each(store.update),
    remove: each(store.remove),
    tags: each(store.tags),
    tag: each(store.tag),
  };
}

/**
 * Answers `get` for many mappings from shared listings, 100 mappings a call instead of one. A listing leaves encrypted
 * filter criteria out (Lambda Developer Guide, "Event filtering").
 */
export function fromListings(store: Pick<MappingStore, "list">, clock: Clock): Pick<MappingStore, "get"> {
  let listing: { readonly atMs: number; readonly mappings: Promise<ReadonlyMap<string, MappingDocument>> } | undefined;
  return {
    async get(uuid) {
      if (listing === undefined || clock.now() - listing.atMs > freshMs) listing = { atMs: clock.now(), mappings: listAll(store) };
      const mapping = (await listing.mappings).get(uuid);
      if (mapping === undefined) throw new MskctlError("not-found", `no mapping has the UUID ${uuid}`);
      return mapping;
    },
  };
}

async function listAll(store: Pick<MappingStore, "list">): Promise<ReadonlyMap<string, MappingDocument>> {
  const all = new Map<string, MappingDocument>();
  for await (const page of store.list()) for (const mapping of page) all.set(mapping.UUID, mapping);
  return all;
}
