import { Flags } from "@oclif/core";
import { durationFlag, shareFlag } from "./flags.ts";
import { usualPreparation as usual } from "./redrive-settings.ts";

/** How records are sent, and what becomes of their documents: the same wherever the sending is done. */
export const sendingFlags = {
  "on-error": Flags.option({ options: ["park-key", "park", "stop-lane", "stop-run"] as const })({
    summary: "When a record fails alone: park it with the later ones of its key, park it, stop its partition, or the run.",
    default: usual["on-error"],
    helpGroup: "ERRORS",
  }),
  retries: Flags.integer({
    summary: "Attempts of a batch after the first, before it is halved.",
    default: usual.retries,
    min: 0,
    helpGroup: "ERRORS",
  }),
  "max-failures": shareFlag({
    summary: "Stop when more than this share of the last 50 records fail.",
    default: usual["max-failures"],
    helpGroup: "ERRORS",
  }),
  "batch-size": Flags.integer({
    summary: "Records of a batch; the mapping's, 100 at most, when not given.",
    min: 1,
    max: 10_000,
    helpGroup: "SPEED",
  }),
  rate: Flags.integer({ summary: "Records a second at most.", min: 1, helpGroup: "SPEED" }),
  ack: Flags.option({ options: ["delete", "tag", "none"] as const })({
    summary: "What becomes of a document whose records are all dealt with.",
    default: usual.ack,
    helpGroup: "SOURCE",
  }),
  "ack-unrecoverable": Flags.boolean({ summary: "Also those whose records have expired.", helpGroup: "SOURCE" }),
  "function-timeout": durationFlag({ summary: "Where GetFunctionConfiguration is not permitted.", helpGroup: "SPEED" }),
};
