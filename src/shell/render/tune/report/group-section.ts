import type { FleetGroups } from "../../../../core/tuning/packing/fleet-groups.ts";
import type { Look } from "../../palette.ts";
import { groupSentences, joinCommands } from "../group-lines.ts";
import { codeBlock } from "./code-block.ts";
import { html, type Markup } from "./markup.ts";

/** Which mappings are to share event poller units; nothing where nobody could. */
export function groupSection(fleet: FleetGroups, look: Look, here: (command: string) => string): Markup | undefined {
  if (fleet.groups.length === 0 && fleet.apart.length === 0) return undefined;
  const commands = joinCommands(fleet.groups).map(here);
  const items = groupSentences(fleet, look).map((line) => html`<li>${line}</li>`);
  return html`<section aria-labelledby="groups"><h2 id="groups">Poller groups</h2><ul>${items}</ul>${
    commands.length === 0 ? undefined : codeBlock(commands.join("\n"))
  }</section>`;
}
