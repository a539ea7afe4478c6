import { hourMs, minuteMs } from "../durations.ts";
import { smallestRecordBytes } from "../runtime/embedded-record.ts";
import type { SandboxTopic, Traffic } from "../world.ts";
import type { Fields } from "./fields.ts";

type Shape = Traffic["shape"];

/** Brokers take 1 MB by default; with more than this a record and its base64 would not fit into an event. */
const largestRecordBytes = 4_000_000;

const share = { minimum: 0, maximum: 1 } as const;
const perSecond = { minimum: 0, maximum: 10_000_000 } as const;

export function readTopic(fields: Fields): SandboxTopic {
  return {
    name: fields.text("name"),
    partitions: fields.number("partitions", 6, { minimum: 1, maximum: 10_000, whole: true }),
    traffic: {
      shape: readShape(fields.object("traffic")),
      recordBytes: fields.number("recordBytes", 1_024, { minimum: smallestRecordBytes, maximum: largestRecordBytes, whole: true }),
      keySkew: fields.number("keySkew", 0, { minimum: 0, maximum: 10 }),
      filterPassShare: fields.number("filterPassShare", 1, share),
    },
    ...(fields.has("retention") ? { retentionMs: fields.duration("retention", 0) } : {}),
  };
}

function readShape(fields: Fields): Shape {
  const shape = shapeOf(fields);
  fields.done();
  return shape;
}

function shapeOf(fields: Fields): Shape {
  const kind = fields.member("kind", ["constant", "diurnal", "burst", "growing"], "constant");
  switch (kind) {
    case "constant":
      return { kind, perSecond: fields.number("perSecond", 1, perSecond) };
    case "diurnal":
      return {
        kind,
        meanPerSecond: fields.number("meanPerSecond", undefined, perSecond),
        amplitude: fields.number("amplitude", 0.5, share),
        peakHourUtc: fields.number("peakHourUtc", 12, { minimum: 0, maximum: 24 }),
      };
    case "burst":
      return readBurst(fields, kind);
    case "growing":
      return readGrowth(fields, kind);
  }
}

function readBurst(fields: Fields, kind: "burst"): Shape {
  const everySeconds = fields.duration("every", hourMs) / 1_000;
  const forSeconds = fields.duration("for", 10 * minuteMs) / 1_000;
  if (forSeconds <= 0 || forSeconds > everySeconds) fields.problem("for", "must be longer than nothing and no longer than every");
  return {
    kind,
    perSecond: fields.number("perSecond", undefined, perSecond),
    burstPerSecond: fields.number("burstPerSecond", undefined, perSecond),
    everySeconds,
    forSeconds,
    startedSecondsAgo: fields.duration("startedAgo", 0) / 1_000,
  };
}

function readGrowth(fields: Fields, kind: "growing"): Shape {
  const base = fields.number("perSecond", undefined, perSecond);
  return {
    kind,
    perSecond: base,
    addedPerSecondEachHour: fields.number("addedPerSecondEachHour", undefined, perSecond),
    ...(fields.has("maximumPerSecond")
      ? { maximumPerSecond: fields.number("maximumPerSecond", base, { ...perSecond, minimum: base }) }
      : {}),
    startedSecondsAgo: fields.duration("startedAgo", 0) / 1_000,
  };
}
