import { withoutNulls } from "../../core/json-value.ts";
import { functionNameOf } from "../../core/mapping/model.ts";
import type { FunctionFacts, FunctionReader } from "../../core/mapping/ports.ts";
import { type AwsDocument, asDocument, listOf, numberOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

/** What Lambda tells about functions and their concurrency. */
export function lambdaFunctions({ lambda }: Pick<AwsServices, "lambda">): FunctionReader {
  return {
    async facts(name) {
      const answer = await lambda.document("GetFunctionConfiguration", { FunctionName: name }, { subject: `function ${name}` });
      const { Environment: _secrets, ...document } = asDocument(withoutNulls(answer));
      return factsFrom(document, name);
    },

    async reservedConcurrency(name) {
      const answer = await lambda.send("GetFunctionConcurrency", { FunctionName: functionNameOf(name) }, { subject: `function ${name}` });
      return answer.ReservedConcurrentExecutions;
    },

    async provisionedConcurrency(name) {
      const configurations = [];
      let marker: string | undefined;
      do {
        const input = { FunctionName: functionNameOf(name), Marker: marker };
        const page = await lambda.send("ListProvisionedConcurrencyConfigs", input, { subject: `function ${name}` });
        configurations.push(...(page.ProvisionedConcurrencyConfigs ?? []));
        marker = page.NextMarker || undefined;
      } while (marker !== undefined);
      return configurations.map((each) => ({
        qualifier: functionNameOf(each.FunctionArn ?? "", "qualified").split(":")[1] ?? "",
        requested: each.RequestedProvisionedConcurrentExecutions ?? 0,
        available: each.AvailableProvisionedConcurrentExecutions ?? 0,
        status: each.Status ?? "unknown",
      }));
    },
  };
}

function factsFrom(document: AwsDocument, name: string): FunctionFacts {
  const timeoutSeconds = numberOf(document["Timeout"]);
  return {
    functionArn: textOf(document["FunctionArn"]) ?? name,
    functionName: textOf(document["FunctionName"]) ?? functionNameOf(name),
    timeoutMs: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1_000,
    memoryMb: numberOf(document["MemorySize"]),
    architecture: textOf(listOf(document["Architectures"])[0]),
    runtime: textOf(document["Runtime"]),
    lastModified: utcTime(textOf(document["LastModified"])),
    state: textOf(document["State"]),
    role: textOf(document["Role"]),
    document,
  };
}

/** Lambda writes functions' times as 2026-11-21T10:00:00.000+0000. */
function utcTime(text: string | undefined): string | undefined {
  const atMs = Date.parse(text?.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") ?? "");
  return Number.isNaN(atMs) ? text : new Date(atMs).toISOString();
}
