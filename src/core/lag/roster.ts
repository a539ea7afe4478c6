import { askFor } from "../mapping/fact.ts";
import type { Chosen } from "../mapping/lifecycle/choice.ts";
import { isKafka, type MappingDocument } from "../mapping/model.ts";
import type { MappingStore } from "../mapping/ports.ts";
import type { ChosenForReading } from "../mapping/reading-choice.ts";

/** So few are asked for by themselves, which needs no right to list and costs no more. */
const fewMappings = 3;
/** Of ListEventSourceMappings (Lambda API reference). */
const fullPage = 100;

/** The mappings that are watched, kept up to date a call or three at a time. */
export interface Roster {
  readonly chosen: readonly Chosen[];
  readonly siblings: readonly MappingDocument[] | undefined;
  /** Reads on where it stopped: the next page of all mappings, or each of a few. */
  renew(): Promise<void>;
  /** What has changed that a person should know. */
  readonly notes: readonly string[];
}

export function openRoster(store: Pick<MappingStore, "list" | "get">, { chosen, siblings }: ChosenForReading): Roster {
  let watched = chosen;
  const notes: string[] = [];
  let pages: AsyncIterator<readonly MappingDocument[]> | undefined;
  let seen = new Map<string, MappingDocument>();

  function replace(current: ReadonlyMap<string, MappingDocument>): void {
    watched = watched.map((each) => ({ ...each, mapping: current.get(each.mapping.UUID) ?? each.mapping }));
  }
  function drop(gone: readonly Chosen[]): void {
    for (const { name } of gone) notes.push(`${name} was deleted`);
    watched = watched.filter((each) => !gone.includes(each));
  }
  async function renewEach(): Promise<void> {
    const facts = await Promise.all(watched.map(({ mapping }) => askFor(() => store.get(mapping.UUID))));
    replace(new Map(facts.flatMap((fact) => (fact.kind === "known" ? [[fact.value.UUID, fact.value] as const] : []))));
    drop(watched.filter((_, index) => facts[index]?.kind === "missing"));
  }
  async function renewPage(): Promise<void> {
    const reading = pages ?? store.list()[Symbol.asyncIterator]();
    pages = reading;
    const fact = await askFor(() => reading.next());
    if (fact.kind === "known" && fact.value.done !== true) {
      for (const mapping of fact.value.value) if (isKafka(mapping)) seen.set(mapping.UUID, mapping);
      replace(seen);
      // A page that is not full is the last, and to see that costs no call.
      if (fact.value.value.length < fullPage) await renewPage();
      return;
    }
    // Only a listing that was read to its end tells who is gone.
    if (fact.kind === "known") drop(watched.filter(({ mapping }) => !seen.has(mapping.UUID)));
    [pages, seen] = [undefined, new Map()];
  }

  return {
    get chosen() {
      return watched;
    },
    siblings,
    renew: () => (watched.length <= fewMappings ? renewEach() : renewPage()),
    get notes() {
      return notes;
    },
  };
}
