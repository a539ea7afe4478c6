import type { SandboxFunction, World } from "../world.ts";
import { codeHashOf, revisionOf } from "./fingerprint.ts";
import { functionArn } from "./function-reference.ts";

/** Lambda's `FunctionConfiguration`. Sizes and hashes stand for a deployment package that the sandbox does not have. */
export function functionDocument(
  world: World,
  fn: SandboxFunction,
  reading: { readonly qualifier?: string | undefined; readonly version: string },
): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(world, fn.name, reading.qualifier),
    Runtime: fn.runtime,
    Role: fn.role,
    Handler: "index.handler",
    CodeSize: codeSizeBytes,
    Description: "",
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    LastModified: fn.lastModified,
    CodeSha256: codeHashOf(fn.name),
    Version: reading.version,
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: revisionOf(fn.arn, reading.version),
    PackageType: "Zip",
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${fn.name}` },
  };
}

/** What Get adds and List leaves out (recorded answers). */
export const activeState = { State: "Active", LastUpdateStatus: "Successful" } as const;

export const codeSizeBytes = 1_024;
