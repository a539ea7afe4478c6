import { formatCount } from "../../../../core/figures.ts";
import type { Binding } from "../../../../core/tuning/fluid-run.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import { sharePhrase } from "../tune-phrases.ts";
import type { Alternative } from "./alternative.ts";
import type { Bucket } from "./buckets.ts";
import type { Figure } from "./figure.ts";
import { axes, countAxis, type Frame, timeAxis } from "./frame.ts";
import { html, type Markup } from "./markup.ts";
import type { Minutes } from "./minutes.ts";

type Held = Exclude<Binding, "none">;

/** What holds lag back, in words; in this order they stand on each other. */
const words: Readonly<Record<Held, string>> = {
  partition: "partitions: one batch at a time each",
  "poller bytes": "pollers, by the bytes that they fetch",
  "poller invocations": "pollers, by the invocations that they have at once",
  concurrency: "the function's concurrency",
  scaling: "pollers that are still scaling up",
  stopped: "polling stands still",
};
const kinds = Object.keys(words) as readonly Held[];

/** What held today's lag back, as shares of the minutes. */
export function bindingChart(
  { current, currentRun }: SearchResult,
  alternative: Alternative | undefined,
  minutes: Minutes,
  id: string,
): Figure {
  const columns = minutes.buckets.map((bucket) => ({ bucket, shares: sharesIn(currentRun.binding, bucket) }));
  const found = kinds.filter((kind) => columns.some(({ shares }) => (shares.get(kind) ?? 0) > 0));
  return {
    id,
    title: "What holds lag back, over time",
    summary: summaryOf(currentRun.binding),
    legend: found.map((kind) => ({
      sign: html`<rect class="held" fill="url(#held-${fillOf(kind)})" x="1" y="1" width="26" height="12"/>`,
      text: words[kind],
    })),
    heights: { wide: 170, narrow: 170 },
    draw: (frame) => drawing(frame, columns, minutes),
    table: {
      caption: "Shares of the minutes, as predicted; nothing holds back what does not wait",
      heads: [
        "what holds lag back",
        "minutes today",
        "share today",
        ...(alternative === undefined ? [] : [`share, ${alternative.name} settings`]),
      ],
      rows: [...kinds, "none" as const].map((kind) => [
        kind === "none" ? "nothing waits" : words[kind],
        formatCount(currentRun.binding.filter((each) => each === kind).length),
        shareText(current.binding.get(kind)),
        ...(alternative === undefined ? [] : [shareText(alternative.candidate.binding.get(kind))]),
      ]),
    },
  };
}

function sharesIn(binding: readonly Binding[], { from, until }: Bucket): ReadonlyMap<Binding, number> {
  const shares = new Map<Binding, number>();
  for (const held of binding.slice(from, until)) shares.set(held, (shares.get(held) ?? 0) + 1 / (until - from));
  return shares;
}

interface Column {
  readonly bucket: Bucket;
  readonly shares: ReadonlyMap<Binding, number>;
}

const leastHeight = 2;

function drawing(frame: Frame, columns: readonly Column[], minutes: Minutes): Markup {
  const x = timeAxis(frame, minutes);
  const percent = countAxis({ ...frame, ticks: { ...frame.ticks, y: 2 } }, 100, `% of the minutes of each ${minutes.step}`, formatCount);
  const { left, right, top, bottom } = frame.plot;
  const isQuiet = columns.every(({ shares }) => (shares.get("none") ?? 0) > 1 - 1e-9);
  const quiet = isQuiet
    ? html`<text class="middle" x="${(left + right) / 2}" y="${(top + bottom) / 2 + 4}">nothing waits in any minute</text>`
    : undefined;
  return html`${axes(frame, { x, y: percent })}${quiet}${columns.map(({ bucket, shares }) => {
    const [begin, end] = [x.scale.at(bucket.fromMs), x.scale.at(bucket.untilMs)];
    let below = 0;
    return kinds.map((kind) => {
      const share = (shares.get(kind) ?? 0) * 100;
      if (share === 0) return undefined;
      // A minute of many would be too thin to be seen.
      const height = Math.max(leastHeight, percent.scale.at(below) - percent.scale.at(below + share));
      const y = percent.scale.at(below) - height;
      below += share;
      return html`<rect class="held" fill="url(#held-${fillOf(kind)})" x="${begin}" y="${y}" width="${end - begin}" height="${height}"/>`;
    });
  })}`;
}

/** Its hatching stands at the beginning of the page. */
export function heldPatterns(): Markup {
  return html`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${kinds.map(
    (kind) =>
      html`<pattern id="held-${fillOf(kind)}" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="ground ${fillOf(kind)}" width="8" height="8"/><path class="hatch" d="${hatches[kind]}"/></pattern>`,
  )}</defs></svg>`;
}

const hatches: Readonly<Record<Held, string>> = {
  partition: "",
  "poller bytes": "M0 4H8",
  "poller invocations": "M4 0V8",
  concurrency: "M0 8L8 0",
  scaling: "M0 0L8 8",
  stopped: "M0 8L8 0M0 0L8 8",
};

function fillOf(kind: Held): string {
  return kind.replace(" ", "-");
}

function summaryOf(binding: readonly Binding[]): string {
  const waiting = binding.filter((each) => each !== "none").length;
  if (waiting === 0) return "With today's settings nothing waits in any minute.";
  const counts = kinds.map((kind) => ({ kind, count: binding.filter((each) => each === kind).length }));
  const most = counts.reduce((first, each) => (each.count > first.count ? each : first));
  return `With today's settings records wait in ${formatCount(waiting)} of ${formatCount(binding.length)} minutes (${shareText(waiting / binding.length)}), most often held back by this: ${words[most.kind]}.`;
}

function shareText(share = 0): string {
  return share > 0 && share < 0.01 ? "<1 %" : sharePhrase(share);
}
