import { functionNameOf, type MappingDocument } from "../../../../core/mapping/model.ts";
import type { Owner } from "../../../../core/mapping/owner.ts";
import type { WantedSettings } from "../../../../core/tuning/wanted-settings.ts";
import type { TunedField } from "../../../../core/tuning/workload.ts";

/** What a snippet is written of. */
export interface SnippetSubject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly owner: Owner | undefined;
  readonly wanted: WantedSettings;
}

/** A setting that a form declares; `today` is a figure in words, undefined where it stays. */
export interface Declared {
  readonly field: TunedField;
  readonly value: string | number;
  readonly today: string | undefined;
}

/** What changes of the mapping itself; a block of pollers is declared as a whole. */
export function declaredOf({ wanted }: SnippetSubject): { readonly own: readonly Declared[]; readonly pollers: readonly Declared[] } {
  const { update, settings, changes } = wanted;
  const { pollers, pollerGroup } = settings;
  const declared = (field: TunedField, value: string | number): Declared => {
    const change = changes.find((each) => each.field === field);
    return { field, value, today: change && (typeof change.before === "string" ? "another" : (change.before?.toString() ?? "not set")) };
  };
  return {
    own: [
      ...(update.BatchSize === undefined ? [] : [declared("BatchSize", update.BatchSize)]),
      ...(update.MaximumBatchingWindowInSeconds === undefined
        ? []
        : [declared("MaximumBatchingWindowInSeconds", update.MaximumBatchingWindowInSeconds)]),
    ],
    pollers:
      update.ProvisionedPollerConfig === undefined || pollers === undefined
        ? []
        : [
            declared("ProvisionedPollerConfig.MinimumPollers", pollers.minimum),
            declared("ProvisionedPollerConfig.MaximumPollers", pollers.maximum),
            ...(pollerGroup === undefined ? [] : [declared("ProvisionedPollerConfig.PollerGroupName", pollerGroup)]),
          ],
  };
}

/** By the last part of AWS's name. */
export function memberOf(field: TunedField): string {
  return field.replace("ProvisionedPollerConfig.", "");
}

/** What no form can declare, in words: something that has to be removed, something of the function, something that is for good. */
export function undeclaredOf(subject: SnippetSubject, names: { readonly pollers: string; readonly group: string }): readonly string[] {
  const { changes, update } = subject.wanted;
  const changed = (field: TunedField) => changes.find((each) => each.field === field);
  const leavesGroup = update.ProvisionedPollerConfig?.PollerGroupName === "";
  return [
    ...(changed("ProvisionedPollerConfig")?.after === "on-demand"
      ? [
          `Remove ${names.pollers}: back to on-demand mode. That the deployment then takes the mapping there is an assumption: look at it afterwards.`,
        ]
      : []),
    ...(leavesGroup
      ? [`Remove ${names.group}: out of the poller group. That the deployment then takes the mapping out is an assumption, too.`]
      : []),
    ...(changed("MaximumBatchingWindowInSeconds")?.isReversible === false
      ? ["For good: a window that was set once never gets back to the default of 500 ms."]
      : []),
    ...functionNote(subject),
  ];
}

/** What no form of the mapping can say. */
export function functionNote({ wanted: { changes, settings }, mapping }: SnippetSubject): readonly string[] {
  const fn = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  const ofFunction: Partial<Record<TunedField, number | undefined>> = {
    ProvisionedConcurrentExecutions: settings.provisionedConcurrency,
    MemorySize: settings.memoryMb,
  };
  return changes.flatMap(({ field }) =>
    ofFunction[field] === undefined ? [] : [`Not in here: ${field} ${ofFunction[field]} of ${fn}, which is set at the function.`],
  );
}
