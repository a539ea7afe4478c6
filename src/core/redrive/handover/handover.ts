import type { MappingDocument } from "../../mapping/model.ts";
import type { Place } from "../../mapping/place.ts";
import type { EventOrigin } from "../../record/event-record.ts";
import type { PlannedDocument } from "../journal.ts";
import type { LaneId } from "../ports.ts";
import type { RunSettings } from "../run-settings.ts";

/**
 * A redrive that Step Functions works off, as everybody needs it who has a share in it: the worker function, which has it beside its code as
 * `handover.json`, and whoever imports the ledger, who finds it in the area.
 */
export interface Handover {
  readonly schemaVersion: 1;
  /** A ULID; the execution is called by it, too. */
  readonly id: string;
  readonly createdAtMs: number;
  /** `partition`: a lane at a time, in order of its offsets. `none`: as the bucket lists its documents. */
  readonly order: "partition" | "none";
  /** As a run of this machine would have them; `untilMs` is when the source was listed. */
  readonly settings: RunSettings;
  /** Whose documents are meant; undefined: all. */
  readonly mapping: MappingDocument | undefined;
  readonly origin: EventOrigin;
  readonly place: Place;
  readonly area: Area;
  /** 64 hexadecimal digits. What marks of keys are made with: as secret as what it marks. */
  readonly keySalt: string;
  /** Documents of the source as it was listed. */
  readonly documents: number;
}

/** Where everything stands that an exported redrive reads and writes beside its source. */
export interface Area {
  readonly bucket: string;
  /** With a slash at its end; no document of the source lies below it. */
  readonly prefix: string;
}

/** Names below an area's prefix. */
export const areaFiles = {
  handover: "handover.json",
  /** One item a lane: a `LaneItem` a line. */
  lanes: "lanes.jsonl",
  /** Ids of the source's documents, a JSON string a line, gzipped: `inventory/00001.jsonl.gz`, … */
  inventory: "inventory/",
  ledger: "ledger/",
  /** Step Functions' own results. */
  results: "results/",
} as const;

/** Names of what is counted stand in its order: `00017`. */
export function numbered(number: number): string {
  return String(number).padStart(5, "0");
}

/** `lanes/00017/00003`: a lane's chunk, and its batch in the ledger. */
export function chunkName({ folder }: Pick<LaneItem, "folder">, number: number): string {
  return `${folder}${numbered(number)}`;
}

/** What the Map reads of `lanes.jsonl`. */
export interface LaneItem {
  readonly lane: LaneId;
  /** Below the area's prefix: `lanes/00017/`. */
  readonly folder: string;
  /** `00001.json` to this number, each a `LaneChunk`. No document of one overlaps with one of another. */
  readonly chunks: number;
  readonly documents: number;
  readonly records: number;
}

/** Documents of a lane that follow each other, in order of their first offsets; offsets are decimal text, as in the ledger. */
export interface LaneChunk {
  readonly documents: readonly PlannedDocument[];
}

/** An object as `listObjectsV2` gives it to the Map (Step Functions Developer Guide, ItemReader); `LastModified` in epoch seconds. */
export interface ObjectItem {
  readonly Key: string;
  readonly Etag: string;
  readonly Size: number;
  readonly LastModified: number;
}

/** What a child gives to the worker: what the Map gave to the child, and the worker's last answer. */
export type WorkerInput = ({ readonly Items: readonly ObjectItem[] } | LaneItem) & { readonly turn?: TurnAnswer };

/** What the worker answers; the state machine goes by `isDone` and `waitSeconds`. */
export interface TurnAnswer {
  readonly isDone: boolean;
  /** Before the worker is called again; 0: at once. */
  readonly waitSeconds: number;
  /** Of a lane: the chunk that comes next, from 1. */
  readonly chunk: number;
  /** What this turn has settled. In records; documents that left the source. */
  readonly redriven: number;
  readonly parked: number;
  readonly removed: number;
}

/** Of a Lambda function's run (Lambda quotas). */
export const workerTimeoutMs = 900_000;
/** Of `handover.json`'s target at most: beside it a turn reads, writes its ledger and waits for the way there and back. */
export const longestTargetTimeoutMs = 840_000;
