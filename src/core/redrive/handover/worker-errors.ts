import type { ErrorCode } from "../../errors.ts";

/** Under which name Step Functions meets an error of the worker: it retries by names. */
export const workerErrorNames: Readonly<Record<ErrorCode, string>> = {
  unavailable: "Mskctl.Unavailable",
  throttled: "Mskctl.Unavailable",
  "timed-out": "Mskctl.Unavailable",
  interrupted: "Mskctl.Unavailable",
  terminated: "Mskctl.Unavailable",
  conflict: "Mskctl.Conflict",
  "stale-plan": "Mskctl.Stopped",
  refused: "Mskctl.Stopped",
  "not-permitted": "Mskctl.NotPermitted",
  credentials: "Mskctl.NotPermitted",
  "not-found": "Mskctl.NotFound",
  ambiguous: "Mskctl.NotFound",
  storage: "Mskctl.Damaged",
  "malformed-file": "Mskctl.Damaged",
  usage: "Mskctl.Malformed",
};

/** Another turn may do better; every other error needs somebody who mends something. */
export const retriedWorkerErrors: readonly string[] = ["Mskctl.Unavailable", "Mskctl.Conflict"];
