import { formatDuration } from "../../../../core/time.ts";
import type { FleetGroups } from "../../../../core/tuning/packing/fleet-groups.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import { pageLook } from "../page-look.ts";
import { spanPhrase } from "../tune-phrases.ts";
import { heldPatterns } from "./binding-chart.ts";
import { fleetSummary } from "./fleet-summary.ts";
import { groupSection } from "./group-section.ts";
import { mappingSection } from "./mapping-section.ts";
import { html } from "./markup.ts";
import { styleElement } from "./style.ts";

export interface PageTools {
  /** A command of ours, ready to paste. */
  readonly here: (command: string) => string;
  readonly nowMs: number;
  readonly fleet?: FleetGroups | undefined;
}

/** What tune found, as one page of HTML that needs nothing else: no network, no script. */
export function tunePage(reports: readonly TuneReport[], { here, nowMs, fleet }: PageTools): string {
  const [only, second] = reports;
  const sectionOf = (report: TuneReport) => `m${reports.indexOf(report) + 1}`;
  const subject = second === undefined ? (only?.name ?? "no mapping") : `${reports.length} mappings`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>mskctl tune: ${subject}</title>
${styleElement}
</head>
<body>
${heldPatterns()}
<header><h1>Tuning report: ${subject}</h1><p class="lead">${leadOf(reports)}</p></header>
<main>${second === undefined ? undefined : fleetSummary(reports, pageLook, sectionOf)}${fleet && groupSection(fleet, pageLook, here)}${
    only === undefined ? html`<p>No mapping of this Region fits, or none reads from Kafka.</p>` : undefined
  }
${reports.map((report) => html`${mappingSection(report, sectionOf(report), { glyphs: pageLook.glyphs, here })}\n`)}</main>
<footer><p>Made by mskctl tune at ${new Date(nowMs).toISOString().slice(0, 16).replace("T", " ")} UTC. Figures of settings are predictions; ranges hold what is not known. All times are UTC.</p></footer>
</body>
</html>
`;
  return page.text;
}

function leadOf(reports: readonly TuneReport[]): string {
  const measured = reports.filter(({ fromMs, untilMs }) => untilMs > fromMs);
  const [first] = measured;
  if (first === undefined) return "Described, not measured.";
  const [fromMs, untilMs] = [Math.min(...measured.map((each) => each.fromMs)), Math.max(...measured.map((each) => each.untilMs))];
  return `From metrics of ${formatDuration(untilMs - fromMs)}, ${spanPhrase(fromMs, untilMs)}.`;
}
