import { commentLines } from "./comments.ts";
import { asciiJson } from "./json.ts";
import { declaredOf, memberOf, type SnippetSubject } from "./subject.ts";

/** The same as escape hatches of CDK in TypeScript (CDK Developer Guide, escape hatches), commented out: a template is YAML. */
export function cdkLines(subject: SnippetSubject): string[] {
  const { own, pollers } = declaredOf(subject);
  const goesOnDemand = subject.wanted.changes.some(({ field, after }) => field === "ProvisionedPollerConfig" && after === "on-demand");
  const leavesGroup = subject.wanted.update.ProvisionedPollerConfig?.PollerGroupName === "";
  const calls = [
    ...own.map(({ field, value }) => `addPropertyOverride("${memberOf(field)}", ${asciiJson(value)})`),
    ...pollers.map(({ field, value }) => `addPropertyOverride("${field}", ${asciiJson(value)})`),
    ...(goesOnDemand ? [`addPropertyDeletionOverride("ProvisionedPollerConfig")`] : []),
    ...(leavesGroup ? [`addPropertyDeletionOverride("ProvisionedPollerConfig.PollerGroupName")`] : []),
  ];
  if (calls.length === 0) return [];
  const props = [...own, ...pollers].map(({ field }) => propNames[memberOf(field)] ?? memberOf(field));
  const where = props.length === 0 ? "" : `where the event source is created: ${props.join(", ")}; or `;
  return [...commentLines([`In CDK, ${where}at its CfnEventSourceMapping:`]), ...calls.map((call) => `#   mapping.${call};`)];
}

/** Of ManagedKafkaEventSource and SelfManagedKafkaEventSource (CDK API reference, BaseStreamEventSourceProps). */
const propNames: Readonly<Record<string, string>> = {
  BatchSize: "batchSize",
  MaximumBatchingWindowInSeconds: "maxBatchingWindow",
  MinimumPollers: "provisionedPollerConfig.minimumPollers",
  MaximumPollers: "provisionedPollerConfig.maximumPollers",
  PollerGroupName: "provisionedPollerConfig.pollerGroupName",
};
