import { formatCount } from "../../core/figures.ts";
import type { Inspection } from "../../core/mapping/inspection.ts";
import { functionNameOf, topicOf } from "../../core/mapping/model.ts";
import { placeOf } from "../../core/mapping/place.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { countFindings, renderFindings } from "./findings.ts";
import { type Group, inspectionGroups } from "./inspection-groups.ts";
import { offsetsGroups, offsetsLines } from "./inspection-offsets.ts";
import { clusterPhrase, signInPhrase, statePhrase } from "./mapping-phrases.ts";
import type { Look } from "./palette.ts";
import { shorten, textWidth } from "./text-width.ts";
import { widestLine, wrapPieces, wrapText } from "./wrapped.ts";

const labelWidth = 12;

/** One mapping on a page: who reads what, its configuration as a person thinks of it, what it did lately, and the findings. */
export function renderInspection(inspection: Inspection, nowMs: number, look: Look): string[] {
  const place = placeOf(inspection.mapping);
  const where = [countFindings(inspection.findings), place?.accountId, place?.region].filter((part) => part !== undefined);
  return [
    ...header(inspection, look),
    "",
    ...[...inspectionGroups(inspection, nowMs, look), ...offsetsGroups(inspection)].flatMap((group) => renderGroup(group, look)),
    ...offsetsLines(inspection, look),
    "",
    ...renderFindings(inspection.findings, look),
    where.join(` ${look.glyphs.separator} `),
  ];
}

/** The names on the left, the state on the right, with as much of the UUID as fits; below each other where the terminal is narrow. */
function header({ mapping, cluster, partitions }: Inspection, look: Look): string[] {
  const { glyphs, palette } = look;
  const offered = cluster.kind === "known" ? cluster.value.authentication : [];
  const about = [
    partitions.kind === "known" ? `${formatCount(partitions.value)} partitions` : undefined,
    mapping.EventSourceArn ? `MSK ${clusterPhrase(mapping) ?? ""}` : `self-managed ${clusterPhrase(mapping) ?? ""}`,
    signInPhrase(mapping, offered),
  ];
  const name = safeText(functionNameOf(mapping.FunctionArn ?? "?"));
  const from = safeText(` ${glyphs.from} ${topicOf(mapping) ?? "?"} (${about.filter((part) => part !== undefined).join(", ")})`);
  const state = (id: string) => safeText(`${statePhrase(mapping) ?? "state unknown"} ${glyphs.separator} ${id}`);
  for (const id of [mapping.UUID, shortId(mapping.UUID, look)]) {
    const space = Math.min(look.columns, widestLine) - textWidth(name + from) - textWidth(state(id));
    if (space >= 2) return [palette.bold(name) + from + " ".repeat(space) + palette.dim(state(id))];
  }
  return [...wrapText(name + from, look.columns).map((line) => palette.bold(line)), ...wrapText(state(mapping.UUID), look.columns)];
}

/** `e0b5…91c2`: enough to tell mappings apart by eye. */
function shortId(uuid: string, { glyphs }: Look): string {
  return `${uuid.slice(0, 4)}${glyphs.ellipsis}${uuid.slice(-4)}`;
}

function renderGroup({ label, facts, below = [], lines = [] }: Group, look: Look): string[] {
  const room = look.columns - labelWidth;
  const separator = ` ${look.glyphs.separator} `;
  const shown = [
    ...wrapPieces(
      facts.map((fact) => safeText(fact)),
      separator,
      room,
    ),
    ...below.flatMap((text) => wrapText(safeText(text), room)),
    ...lines.map((text) => shorten(safeText(text), Math.min(room, widestLine), look.glyphs.ellipsis)),
  ];
  return shown.map((line, index) => (index === 0 ? look.palette.dim(label.padEnd(labelWidth)) : " ".repeat(labelWidth)) + line);
}
