import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { WaitTarget } from "../core/mapping/lifecycle/waiting.ts";
import { parseDuration, parseInstant } from "../core/time.ts";

/** `2s`, `5m`, `1h30m`, or seconds; milliseconds in the result. */
export const durationFlag = Flags.custom<number>({
  helpValue: "DURATION",
  parse: (text) => {
    const ms = parseDuration(text);
    if (ms === undefined) throw new MskctlError("usage", `"${text}" is no duration; write 30s, 5m or 1h30m`);
    return Promise.resolve(ms);
  },
});

/** `60%`, or `0.6`; a share between 0 and 1 in the result. */
export const shareFlag = Flags.custom<number>({
  helpValue: "PERCENT",
  parse: (text) => {
    const [, figure, sign] = /^([0-9]+(?:\.[0-9]+)?) ?(%?)$/.exec(text) ?? [];
    const share = Number(figure) / (sign === "%" ? 100 : 1);
    if (!(share <= 1)) throw new MskctlError("usage", `"${text}" is no share; write 60% or 0.6`);
    return Promise.resolve(share);
  },
});

/** RFC 3339, epoch seconds or milliseconds, or a time ago (`-15m`); epoch milliseconds in the result. */
export const instantFlag = Flags.custom<number>({
  helpValue: "TIME",
  parse: (text) => {
    const atMs = parseInstant(text, Date.now());
    if (atMs === undefined) throw new MskctlError("usage", `"${text}" is no time; write 2026-11-23T12:00:00Z, 1763899200 or -15m`);
    return Promise.resolve(atMs);
  },
});

/** A time as `instantFlag` takes it, or how long ago (`1h`); epoch milliseconds in the result. */
export const sinceFlag = Flags.custom<number>({
  helpValue: "TIME",
  parse: (text) => {
    const nowMs = Date.now();
    const atMs = parseInstant(text, nowMs) ?? parseInstant(`-${text}`, nowMs);
    if (atMs === undefined) throw new MskctlError("usage", `"${text}" is no time; write 1h, 2026-11-23T12:00:00Z or 1763899200`);
    return Promise.resolve(atMs);
  },
});

/** One `key=value`; the value may be empty and may hold further `=`. */
export const keyValueFlag = Flags.custom<readonly [key: string, value: string]>({
  helpValue: "KEY=VALUE",
  parse: (text) => {
    const at = text.indexOf("=");
    if (at <= 0) throw new MskctlError("usage", `"${text}" is no pair; write key=value`);
    return Promise.resolve([text.slice(0, at), text.slice(at + 1)] as const);
  },
});

/** A key, or `key=value`: what `--tag` selects by. */
const tagFilterFlag = Flags.custom<readonly [key: string, value: string | undefined]>({
  helpValue: "KEY[=VALUE]",
  parse: (text) => {
    const at = text.indexOf("=");
    return Promise.resolve(at < 0 ? ([text, undefined] as const) : ([text.slice(0, at), text.slice(at + 1)] as const));
  },
});

/** Which mappings, by name. */
export const mappingArgs = {
  mapping: Args.string({ description: "UUID, ARN, function, function/topic or topic:NAME; any number of them.", multiple: true }),
};

/** Which mappings: the bare flags select wherever they stand. */
export const selectorFlags = {
  function: Flags.string({ summary: "Mappings of this function (name or ARN).", helpValue: "NAME", helpGroup: "SELECT" }),
  cluster: Flags.string({ summary: "Mappings that read from this cluster (name or ARN).", helpValue: "NAME", helpGroup: "SELECT" }),
  topic: Flags.string({ summary: "Mappings that read this topic.", helpValue: "NAME", helpGroup: "SELECT" }),
  tag: tagFilterFlag({
    summary: "Mappings with this tag; repeat to ask for several.",
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SELECT",
  }),
};

/** Verbs that write take every mapping only by this word. */
export const allFlag = {
  all: Flags.boolean({
    summary: "Every Kafka mapping of the Region.",
    helpGroup: "SELECT",
    exclusive: ["function", "cluster", "topic", "tag"],
  }),
};

export const failOnFlag = Flags.option({
  options: ["error", "warning", "info", "never"] as const,
  summary: "The least severe finding that ends with 2; error when not given.",
});

/** Every write has these two. */
export const writeFlags = {
  yes: Flags.boolean({ char: "y", summary: "Answer the question after the plan with yes.", helpGroup: "WRITE" }),
  "dry-run": Flags.boolean({ summary: "Show the plan and stop, with --yes too.", helpGroup: "WRITE" }),
};

/** What `--wait` means, whichever settled state its verb calls by name: enabled, disabled, gone. */
export function waitTarget(wait: "polling" | "enabled" | "disabled" | "gone" | "none"): WaitTarget {
  return wait === "polling" || wait === "none" ? wait : "settled";
}

/** How far verbs that start polling follow it. */
export const waitFlag = Flags.option({
  options: ["polling", "enabled", "none"] as const,
  summary: "Wait until polling is seen, until enabled, or not at all.",
  helpGroup: "WRITE",
});
