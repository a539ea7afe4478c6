import type { LagReport } from "../core/lag/report.ts";
import { runJob } from "../core/mapping/lifecycle/jobs.ts";
import { pauseNotes, switchChange, switchJob } from "../core/mapping/lifecycle/switching.ts";
import { updateWaitMs } from "../core/mapping/lifecycle/waiting.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { placeOf } from "../core/mapping/place.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { screenDryRun } from "./lag-screen-redrive.ts";
import type { Look } from "./render/palette.ts";
import { renderPlan } from "./render/plan.ts";
import { renderEnding } from "./render/progress.ts";
import type { Services } from "./services.ts";
import type { LagActions } from "./tui/actions.ts";

export interface LagActionTools {
  /** Of the mapping's own Region. */
  services(mapping: MappingDocument): Services;
  /** The same, for what a person can break off. */
  servicesUntil(signal: AbortSignal, mapping: MappingDocument): Services;
  /** A command to paste, with the flags that chose account and Region. */
  here(command: string, mapping: MappingDocument): string;
  /** The verb's document. */
  document(reports: readonly LagReport[]): unknown;
  readonly look: Look;
}

/** What the watch screen can do to mappings: the same plan, write and commands as the verbs'. */
export function lagActions({ services, servicesUntil, here, document, look }: LagActionTools): LagActions {
  // What the person saw and said yes to; a mapping that has changed since is refused.
  const planned = new Map<string, MappingDocument>();
  return {
    async plan(action, { mapping: listed, name }) {
      const mapping = await services(listed).mappings.get(listed.UUID);
      planned.set(mapping.UUID, mapping);
      const place = placeOf(mapping) ?? { region: "this Region", accountId: undefined };
      const subject = `${action === "pause" ? "Pause" : "Resume"} ${name}`;
      const notes = action === "pause" ? pauseNotes([mapping]) : [];
      return renderPlan({ subject, place, changes: [switchChange(action === "resume")], notes }, look);
    },
    async apply(action, { mapping: listed, name }) {
      const mapping = planned.get(listed.UUID);
      if (mapping === undefined) throw new Error(`${listed.UUID} is to be written, and nobody has seen a plan`);
      planned.delete(listed.UUID);
      const job = switchJob(mapping, name, action === "resume", { until: "settled", timeoutMs: updateWaitMs });
      return renderEnding(name, await runJob(services(listed), job, () => {})).join(" ");
    },
    dryRun: ({ mapping, name }, { signal, onDocuments }) =>
      screenDryRun(servicesUntil(signal, mapping), { name, onDocuments, here: (command) => here(command, mapping) }),
    async tuning({ mapping, name }, { signal, onSearch }) {
      // Most who watch never ask for it, and a watch is not to begin later for it.
      const { screenTuning } = await import("./lag-screen-tune.ts");
      const around = { name, signal, onSearch, here: (command: string) => here(command, mapping) };
      return screenTuning(servicesUntil(signal, mapping), mapping.UUID, around);
    },
    command: (what, { mapping, name }) => here(`mskctl ${what} ${shellWord(name)}`, mapping),
    async export(reports) {
      const [first] = reports;
      const { files, clock } = services(first?.mapping ?? { UUID: "" });
      const path = `mskctl-lag-${new Date(clock.now()).toISOString().replace(/[:.]/g, "-")}.json`;
      const text = JSON.stringify(document(reports), (_, value) => (typeof value === "bigint" ? String(value) : value), 2);
      await files.writeText(path, `${text}\n`);
      return path;
    },
  };
}
