import { atLeast } from "../measure.ts";
import { eventFile } from "./events.ts";
import { kinds } from "./kinds.ts";
import { eventRuler, type Peer } from "./peer.ts";
import { geometricMean, megabytesPerSecond, script, type Timing, timingOf } from "./timing.ts";

const targets = { each: 1.2, all: 3, selective: 4 };

/** At most that share of events kept makes a kind selective. */
const selectiveShare = 0.05;

interface Measured {
  readonly name: string;
  readonly ours: Timing;
  readonly peer: Timing | undefined;
}

/**
 * Our engine beside aws/event-ruler: one pattern a kind, the same file, one thread each, processes in turn, the second pass
 * counted. Throws when they do not keep the same number of events.
 */
export function throughput(events: number, fetchesPeer: boolean): string {
  const { path, bytes } = eventFile("order", events);
  const peer = eventRuler(fetchesPeer);
  const measured = kinds.map(({ name, pattern }) => measure(name, path, JSON.stringify(pattern), "time" in peer ? peer : undefined));
  const notes = "missing" in peer ? [`event-ruler: ${peer.missing}`, ""] : [];
  return [
    `${events.toLocaleString("en")} events of ${Math.round(bytes / events)} bytes`,
    "",
    ...notes,
    "| kind | kept | ours | event-ruler | ratio | target | |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...measured.map(row),
    ...("time" in peer ? means(measured) : []),
    "",
    ...bounds(path),
  ].join("\n");
}

function measure(name: string, file: string, pattern: string, peer: Peer | undefined): Measured {
  const ours = timingOf(process.execPath, [script("ours.ts"), file, pattern]);
  const theirs = peer?.time(file, pattern);
  if (theirs !== undefined && (theirs.matched !== ours.matched || theirs.lines !== ours.lines))
    throw new Error(`${name}: we keep ${ours.matched} of ${ours.lines} events, event-ruler ${theirs.matched} of ${theirs.lines}`);
  return { name, ours, peer: theirs };
}

function row({ name, ours, peer }: Measured): string {
  const speed = `| ${name} | ${((ours.matched / ours.lines) * 100).toFixed(1)} % | ${megabytesPerSecond(ours).toFixed(0)} MB/s |`;
  return peer === undefined
    ? `${speed} | | | |`
    : `${speed} ${megabytesPerSecond(peer).toFixed(0)} MB/s | ${atLeast(ratio(ours, peer), targets.each)} |`;
}

function means(measured: readonly Measured[]): string[] {
  const ratios = measured.flatMap(({ ours, peer }) => (peer === undefined ? [] : [{ ours, ratio: ratio(ours, peer) }]));
  const selective = ratios.filter(({ ours }) => ours.matched <= ours.lines * selectiveShare);
  const mean = (some: typeof ratios) => geometricMean(some.map((each) => each.ratio));
  return [
    `| **geometric mean of ${ratios.length}** | | | | ${atLeast(mean(ratios), targets.all)} |`,
    `| **geometric mean of the ${selective.length} selective** (≤ 5 % kept) | | | | ${atLeast(mean(selective), targets.selective)} |`,
  ];
}

function bounds(file: string): string[] {
  const speed = (what: string) => megabytesPerSecond(timingOf(process.execPath, [script("bound.ts"), file, what])).toFixed(0);
  return [
    "| beside | |",
    "| --- | ---: |",
    `| read the file and \`Buffer.indexOf\` a needle: the bound | ${speed("index-of")} MB/s |`,
    `| \`JSON.parse\` of each line | ${speed("json-parse")} MB/s |`,
    `| ours with \`--validate\` (kind numeric) | ${validating(file).toFixed(0)} MB/s |`,
  ];
}

function validating(file: string): number {
  const pattern = JSON.stringify(kinds.find(({ name }) => name === "numeric")?.pattern);
  return megabytesPerSecond(timingOf(process.execPath, [script("ours.ts"), file, pattern, "--validate"]));
}

function ratio(ours: Timing, peer: Timing): number {
  return peer.seconds / ours.seconds;
}
