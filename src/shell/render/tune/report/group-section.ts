import type { FleetGroups } from "../../../../core/tuning/packing/fleet-groups.ts";
import type { Look } from "../../palette.ts";
import { apartPhrase, groupPieces, joinCommands, sharedFate } from "../group-lines.ts";
import { codeBlock } from "./code-block.ts";
import { html, type Markup } from "./markup.ts";

/** Which mappings are to share event poller units; nothing where nobody could. */
export function groupSection(
  { groups, apart, assumptions }: FleetGroups,
  look: Look,
  here: (command: string) => string,
): Markup | undefined {
  if (groups.length === 0 && apart.length === 0) return undefined;
  const lines = [
    ...groups.map((group) => groupPieces(group, look).join(` ${look.glyphs.separator} `)),
    ...(groups.length === 0 ? [] : [sharedFate]),
    ...apart.map(apartPhrase),
    ...assumptions,
  ];
  const commands = joinCommands(groups).map(here);
  return html`<section aria-labelledby="groups"><h2 id="groups">Poller groups</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>${
    commands.length === 0 ? undefined : codeBlock(commands.join("\n"))
  }</section>`;
}
