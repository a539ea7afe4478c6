import { MskctlError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { clusterNameOf, functionNameOf, type MappingDocument, topicOf } from "./model.ts";
import { placeOf } from "./place.ts";
import { isCluster, isFunction, matches, parseSelector, shortestName } from "./selector.ts";
import { shellWord } from "./setting-arguments.ts";

/** Which mappings a verb is about. Names are alternatives; everything else narrows them down. */
export interface Selection {
  /** As typed: see `parseSelector`. */
  readonly names?: readonly string[];
  readonly function?: string | undefined;
  readonly cluster?: string | undefined;
  readonly topic?: string | undefined;
  /** A mapping's State, in any case. */
  readonly state?: string | undefined;
  /** ARNs of the mappings with the wanted tags; undefined when no tag is asked for. */
  readonly taggedArns?: ReadonlySet<string> | undefined;
  /** Every mapping is meant, and was asked for by that word. */
  readonly all?: boolean;
}

/** A mapping that might have been meant, as an error's details show it. */
interface Candidate {
  readonly name: string;
  readonly uuid: string;
  readonly function: string | undefined;
  readonly topic: string | undefined;
  readonly cluster: string | undefined;
  readonly state: string | undefined;
}

/**
 * Every mapping that is meant, in the given order. Throws `not-found` when a name means none of them; flags alone may
 * leave none over. `command` begins the suggestions: `mskctl inspect`.
 */
export function selectForReading(selection: Selection, mappings: readonly MappingDocument[], command: string): MappingDocument[] {
  for (const name of selection.names ?? []) hitsOf(name, selection, mappings, command);
  return mappings.filter((mapping) => isMeant(selection, mapping));
}

/**
 * The mappings that a write is for: one for each name, or all that an explicit selector (`--all`, `--function`,
 * `--cluster`, `--topic`, `--tag`) leaves. Throws `usage` when neither is given, `not-found` when nothing is meant,
 * `ambiguous` when a name alone means several.
 */
export function selectForWriting(selection: Selection, mappings: readonly MappingDocument[], command: string): MappingDocument[] {
  const { names = [] } = selection;
  if (names.length === 0 && !isExplicit(selection)) {
    throw new MskctlError("usage", "which mapping?", {
      suggestions: [`${command} FUNCTION`, `${command} --function NAME, --topic NAME, --cluster NAME, --tag KEY=VALUE or --all`],
    });
  }
  for (const name of names) {
    const hits = hitsOf(name, selection, mappings, command);
    if (hits.length > 1 && !isExplicit(selection)) throw ambiguous(name, hits, mappings, command);
  }
  const meant = mappings.filter((mapping) => isMeant(selection, mapping));
  if (meant.length === 0) {
    throw new MskctlError("not-found", `no mapping${where(mappings)} fits the selection`, {
      suggestions: ["mskctl list"],
      details: { candidates: [] },
    });
  }
  return meant;
}

function isExplicit({ all, function: fn, cluster, topic, taggedArns }: Selection): boolean {
  return all === true || [fn, cluster, topic, taggedArns].some((selector) => selector !== undefined);
}

function isMeant(selection: Selection, mapping: MappingDocument): boolean {
  const { names = [] } = selection;
  return (names.length === 0 || names.some((name) => matches(parseSelector(name), mapping))) && fits(selection, mapping);
}

function fits({ function: fn, cluster, topic, state, taggedArns }: Selection, mapping: MappingDocument): boolean {
  return (
    (fn === undefined || isFunction(mapping, fn)) &&
    (cluster === undefined || isCluster(mapping, cluster)) &&
    (topic === undefined || topicOf(mapping) === topic) &&
    (state === undefined || mapping.State?.toLowerCase() === state.toLowerCase()) &&
    (taggedArns === undefined || taggedArns.has(mapping.EventSourceMappingArn ?? ""))
  );
}

function hitsOf(name: string, selection: Selection, mappings: readonly MappingDocument[], command: string): MappingDocument[] {
  const selector = parseSelector(name);
  const named = mappings.filter((mapping) => matches(selector, mapping));
  const hits = named.filter((mapping) => fits(selection, mapping));
  if (hits.length > 0) return hits;
  // The name is right and a flag excludes it, or the name itself is wrong.
  const candidates = named.length > 0 ? named : similarTo(name, mappings);
  throw new MskctlError("not-found", `no mapping ${name}${where(mappings)}${named.length > 0 ? " fits the other flags" : ""}`, {
    suggestions: [...pasteable(candidates, mappings, command), "mskctl list"],
    details: { name, candidates: describe(candidates, mappings) },
  });
}

/** The Regions that were looked in, as far as there is a mapping to tell. */
function where(mappings: readonly MappingDocument[]): string {
  const regions = new Set(mappings.flatMap((mapping) => placeOf(mapping)?.region ?? []));
  return regions.size === 0 ? "" : ` in ${[...regions].join(", ")}`;
}

function ambiguous(name: string, hits: readonly MappingDocument[], mappings: readonly MappingDocument[], command: string): MskctlError {
  const selector = parseSelector(name);
  const all =
    selector.kind === "topic"
      ? [`--topic ${shellWord(selector.topic)}`]
      : selector.kind === "function"
        ? [`--function ${shellWord(selector.function)}`]
        : [];
  return new MskctlError("ambiguous", `${name} means ${hits.length} mappings`, {
    suggestions: [...pasteable(hits, mappings, command), ...all.map((flag) => `${command} ${flag}`)],
    details: { name, candidates: describe(hits, mappings) },
  });
}

const mostSuggestions = 5;

function pasteable(candidates: readonly MappingDocument[], mappings: readonly MappingDocument[], command: string): string[] {
  return candidates.slice(0, mostSuggestions).map((candidate) => `${command} ${shellWord(shortestName(candidate, mappings))}`);
}

function describe(candidates: readonly MappingDocument[], mappings: readonly MappingDocument[]): Candidate[] {
  return candidates.map((mapping) => ({
    name: shortestName(mapping, mappings),
    uuid: mapping.UUID,
    function: mapping.FunctionArn === undefined ? undefined : functionNameOf(mapping.FunctionArn, "qualified"),
    topic: topicOf(mapping),
    cluster: clusterNameOf(mapping),
    state: mapping.State,
  }));
}

/** Mappings whose function, topic, pair of both or UUID begins with the name, or is nearest to it. */
function similarTo(name: string, mappings: readonly MappingDocument[]): MappingDocument[] {
  const wanted = name.trim().toLowerCase();
  const beginning = mappings.filter((mapping) => namesOf(mapping).some((own) => own.startsWith(wanted)));
  if (beginning.length > 0) return beginning;
  const closest = nearest(wanted, mappings.flatMap(namesOf));
  return mappings.filter((mapping) => closest !== undefined && namesOf(mapping).includes(closest));
}

function namesOf(mapping: MappingDocument): string[] {
  const [fn, topic] = [functionNameOf(mapping.FunctionArn ?? "", "qualified"), topicOf(mapping) ?? ""];
  return [fn, topic, `${fn}/${topic}`, `topic:${topic}`, mapping.UUID].map((own) => own.toLowerCase());
}
