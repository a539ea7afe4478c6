import { functionNameOf } from "../../../../core/mapping/model.ts";
import { placeOf } from "../../../../core/mapping/place.ts";
import { shellWord } from "../../../../core/mapping/setting-arguments.ts";
import { safeText } from "../../../../core/record/safe-text.ts";
import { qualifierOf } from "../../../../core/tuning/mapping-settings.ts";
import { asciiJson } from "./json.ts";
import type { SnippetSubject } from "./subject.ts";

/** Commands of the AWS CLI, a line each. Without comments: not every shell takes them where it is typed into. */
export function cliSnippet(subject: SnippetSubject): string[] {
  const { mapping, wanted } = subject;
  const { BatchSize, MaximumBatchingWindowInSeconds, ProvisionedPollerConfig } = wanted.update;
  const settings = [
    ...(BatchSize === undefined ? [] : ["--batch-size", String(BatchSize)]),
    ...(MaximumBatchingWindowInSeconds === undefined
      ? []
      : ["--maximum-batching-window-in-seconds", String(MaximumBatchingWindowInSeconds)]),
    ...(ProvisionedPollerConfig === undefined ? [] : ["--provisioned-poller-config", asciiJson(ProvisionedPollerConfig)]),
  ];
  const place = placeOf(mapping);
  const region = place === undefined ? [] : ["--region", place.region];
  return [
    ...(settings.length === 0 ? [] : [["aws", "lambda", "update-event-source-mapping", ...region, "--uuid", mapping.UUID, ...settings]]),
    ...concurrencyCommand(subject, region),
    ...memoryCommand(subject, region),
  ].map((words) => words.map((word) => shellWord(safeText(word))).join(" "));
}

function concurrencyCommand({ mapping, wanted }: SnippetSubject, region: readonly string[]): string[][] {
  const qualifier = qualifierOf(mapping);
  if (qualifier === undefined || !wanted.changes.some(({ field }) => field === "ProvisionedConcurrentExecutions")) return [];
  const { provisionedConcurrency: executions } = wanted.settings;
  const verb = executions === 0 ? "delete-provisioned-concurrency-config" : "put-provisioned-concurrency-config";
  const amount = executions === 0 ? [] : ["--provisioned-concurrent-executions", String(executions)];
  return [
    ["aws", "lambda", verb, ...region, "--function-name", functionNameOf(mapping.FunctionArn ?? ""), "--qualifier", qualifier, ...amount],
  ];
}

function memoryCommand({ mapping, wanted }: SnippetSubject, region: readonly string[]): string[][] {
  const { memoryMb } = wanted.settings;
  if (memoryMb === undefined || !wanted.changes.some(({ field }) => field === "MemorySize")) return [];
  const name = functionNameOf(mapping.FunctionArn ?? "");
  return [["aws", "lambda", "update-function-configuration", ...region, "--function-name", name, "--memory-size", String(memoryMb)]];
}
